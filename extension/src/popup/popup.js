/**
 * Entry of the popup: tells what came of a press, and offers what can be done next.
 *
 * The background has pressed already: `popup.html?show=outcome` tells what came of it,
 * `?show=state` how the page is now. Without either, opening it is the press.
 * `popup.html?tab=7`, opened as a page, works for tab 7.
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

const asked = new URLSearchParams(location.search);
/** @type {Record<string, "outcome" | "look-at">} */
const KINDS = { outcome: "outcome", state: "look-at" };

/** @returns {Promise<number | undefined>} */
async function tabInQuestion() {
  const tab = asked.get("tab");
  return tab === null ? activeTab() : Number(tab);
}

/** @param {PopupRequest} request */
const ask = (request) => tell(askBackground(request));

/** @param {Promise<any>} coming */
async function tell(coming) {
  /** @type {any} */
  const answer = await coming.catch((error) => ({
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
  /** @type {Site | Failed | undefined} */
  const site = await askBackground({ kind: "site", tab }).catch(() => undefined);
  if (site && !("failure" in site)) view.site(site);
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
    if (!asked.has("tab")) window.close();
  });
  const tab = await tabInQuestion();
  if (tab === undefined || !Number.isInteger(tab)) {
    view.failure({ kind: "page_unreadable", detail: "other" });
    return;
  }
  dress(document.documentElement, (await loadPreferences(storage)).look);
  listen(tab);
  const coming = askBackground({ kind: KINDS[asked.get("show") ?? ""] ?? "press", tab });
  coming.catch(() => undefined);
  // First what is known at once: nothing is to move under the reader's hand later.
  await showSite(tab);
  await tell(coming);
}

void start();
