/**
 * Entry of the popup: opening it is the press of the toolbar button, so it marks
 * the tab in front at once, or takes its marks away.
 *
 * `popup.html?tab=7`, opened as a page, works for tab 7; `popup.html?show` presses
 * nothing, because the background has.
 *
 * @import { Failed, PopupRequest, Site, SiteRule } from "../shared/types.js"
 */
import {
  activeTab, askBackground, messageOf, onTold, openOptions, openPanel, openTab,
  requestHostPermission, requestSites, session, storage,
} from "../browser.js";
import { failureOf } from "../shared/failure.js";
import { dress } from "../shared/look.js";
import { loadPreferences, patternsOf } from "../shared/preferences.js";
import { localise, say, speakBy } from "../shared/say.js";
import { loadSettings } from "../shared/settings.js";
import { View } from "./view.js";

speakBy(messageOf);
localise(document);
const view = new View(document);

/** @returns {Promise<number | undefined>} */
async function tabInQuestion() {
  const asked = new URLSearchParams(location.search).get("tab");
  return asked === null ? activeTab() : Number(asked);
}

/** @param {PopupRequest} request */
async function ask(request) {
  /** @type {any} */
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
      view.busy(say("popup_pairing"));
      const answer = await ask({ kind: "enter-code", code: view.code });
      if (!("paired" in answer)) return;
      break;
    }
    case "try-page":
      await openTab(`${(await loadSettings(storage)).server}/`);
      return;
    case "allow-site":
      await setRule(tab, "ask");
      break;
    case "again":
      break;
  }
  view.busy(say("popup_reading"));
  await ask({ kind: "again", tab });
}

/** @param {number} tab */
async function showSite(tab) {
  /** @type {Site | Failed} */
  const site = await askBackground({ kind: "site", tab });
  if (!("failure" in site)) view.site(site);
}

/** @param {number} tab @param {SiteRule | "ask"} rule */
async function setRule(tab, rule) {
  const { host } = view;
  if (rule === "always") {
    // The question of the browser can close the popup; the background then goes on.
    void session.write({ awaited: host });
    if (!(await requestSites(patternsOf(host)))) return;
  }
  await askBackground({ kind: "set-site", host, rule });
  await showSite(tab);
}

/** @param {string} id @param {string} event @param {() => unknown} listener */
function on(id, event, listener) {
  document.getElementById(id)?.addEventListener(event, (happened) => {
    happened.preventDefault();
    void listener();
  });
}

/** @param {number} tab */
function listen(tab) {
  on("action-form", "submit", () => act(tab));
  on("next", "click", () => ask({ kind: "go", tab, direction: 1 }));
  on("previous", "click", () => ask({ kind: "go", tab, direction: -1 }));
  on("strongest", "click", () => ask({ kind: "go-strongest", tab }));
  on("toggle", "click", () => ask({ kind: view.isMarked ? "unmark" : "mark", tab }));
  on("tab-off", "click", async () => {
    await ask({ kind: "tab-off", tab });
    await showSite(tab);
  });
  for (const button of document.querySelectorAll("#site [data-rule]")) {
    const { rule } = /** @type {HTMLElement} */ (button).dataset;
    button.addEventListener("click", () => void setRule(tab, /** @type {any} */ (rule)));
  }
  // More text of the page has been scored.
  onTold((changed) => {
    if (changed === tab && view.isMarked) void ask({ kind: "look-at", tab });
  });
}

async function start() {
  on("open-options", "click", openOptions);
  on("open-panel", "click", async () => {
    await openPanel();
    if (!new URLSearchParams(location.search).has("tab")) window.close();
  });
  const tab = await tabInQuestion();
  if (tab === undefined || !Number.isInteger(tab)) {
    view.failure({ kind: "page_unreadable", detail: "other" });
    return;
  }
  dress(document.documentElement, (await loadPreferences(storage)).look);
  listen(tab);
  const isPressed = new URLSearchParams(location.search).has("show");
  await ask({ kind: isPressed ? "look-at" : "press", tab });
  await showSite(tab);
}

void start();
