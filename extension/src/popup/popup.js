/**
 * Entry of the popup: opening it is the press of the toolbar button, so it marks
 * the tab in front at once, or takes its marks away.
 *
 * `popup.html?tab=7`, opened as a page, works for tab 7.
 *
 * @import { Failed, Outcome, Paired, Passage, PopupRequest } from "../shared/types.js"
 */
import {
  activeTab, askBackground, openTab, requestHostPermission, storage,
} from "../browser.js";
import { failureOf } from "../shared/failure.js";
import { loadSettings } from "../shared/settings.js";
import { View } from "./view.js";

const view = new View(document);

/** @returns {Promise<number | undefined>} */
async function tabInQuestion() {
  const asked = new URLSearchParams(location.search).get("tab");
  return asked === null ? activeTab() : Number(asked);
}

/** @param {PopupRequest} request */
async function ask(request) {
  /** @type {Outcome | Passage | Paired | Failed} */
  const answer = await askBackground(request).catch((error) => ({
    // The background went away before it could answer.
    failure: failureOf(error),
  }));
  if ("failure" in answer) view.failure(answer.failure);
  else if ("did" in answer) view.outcome(answer);
  else if ("index" in answer) view.passage(answer);
  return answer;
}

/** @param {number} tab */
async function act(tab) {
  switch (view.action) {
    case "grant":
      // First of all: the browser takes the click for only a moment.
      if (!(await requestHostPermission())) return;
      break;
    case "enter-code": {
      view.busy("Pairing …");
      const answer = await ask({ kind: "enter-code", code: view.code });
      if (!("paired" in answer)) return;
      break;
    }
    case "try-page":
      await openTab(`${(await loadSettings(storage)).server}/`);
      return;
    case "again":
      break;
  }
  view.busy("Reading the page …");
  await ask({ kind: "again", tab });
}

/** @param {string} id @param {string} event @param {() => unknown} listener */
function on(id, event, listener) {
  document.getElementById(id)?.addEventListener(event, (happened) => {
    happened.preventDefault();
    void listener();
  });
}

async function start() {
  const tab = await tabInQuestion();
  if (tab === undefined || !Number.isInteger(tab)) {
    view.failure({ kind: "page_unreadable", detail: "other" });
    return;
  }
  on("action-form", "submit", () => act(tab));
  on("next", "click", () => ask({ kind: "go", tab, direction: 1 }));
  on("previous", "click", () => ask({ kind: "go", tab, direction: -1 }));
  on("toggle", "click", () => ask({ kind: view.isMarked ? "unmark" : "mark", tab }));
  await ask({ kind: "press", tab });
}

void start();
