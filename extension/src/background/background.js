/** Entry of the background: wires the browser's events to the modules. */
import * as browser from "../browser.js";
import { PALETTES } from "../shared/look.js";
import { loadPreferences } from "../shared/preferences.js";
import { say, speakBy } from "../shared/say.js";
import { badgeOf } from "./badge.js";
import { awakeDuring } from "./heartbeat.js";
import { analyzeProven, correctProven, diaryProven, undoProven } from "./proof.js";
import { Presses } from "./presses.js";
import { answer } from "./requests.js";
import { Runs } from "./runs.js";
import { checkHealth } from "./score-client.js";
import { Sites } from "./sites.js";

speakBy(browser.messageOf);

const runs = new Runs({
  storage: browser.storage,
  hasHostPermission: browser.hasHostPermission,
  addressOf: browser.addressOf,
  inject: browser.inject,
  askPage: browser.askPage,
  addMarkStyles: browser.addMarkStyles,
  removeMarkStyles: browser.removeMarkStyles,
  checkHealth,
  analyze: (server, token, blocks, page) =>
    awakeDuring(analyzeProven(server, token, blocks, fetch, page), browser.stayAwake),
  pageOf: browser.pageOf,
  async told(tab, state) {
    const { badge, look } = await loadPreferences(browser.storage);
    const colour = `rgb(${PALETTES[look.palette].opinion.replaceAll(" ", ",")})`;
    // The tab may be gone by now.
    await browser.setBadge(tab, badge ? badgeOf(state) : "", colour).catch(() => undefined);
    browser.notify({ kind: "told", tab });
  },
});
const sites = new Sites({
  storage: browser.storage,
  session: browser.session,
  addressOf: browser.addressOf,
  mayRead: browser.mayRead,
  release: browser.release,
  greetOn: browser.greetOn,
  mark: (tab) => runs.again(tab),
});
const presses = new Presses(runs);
const desk = {
  runs,
  presses,
  sites,
  storage: browser.storage,
  ownId: chrome.runtime.id,
  ownOrigin: new URL(chrome.runtime.getURL("")).href.replace(/\/$/u, ""),
  checkHealth,
  diary: diaryProven,
  correct: correctProven,
  undoCorrection: undoProven,
  forgetAll: browser.forgetAll,
};

chrome.runtime.onMessage.addListener((request, sender, respond) => {
  if (request.kind === "press") void sites.switchOn(request.tab);
  void answer(request, sender, desk).then(respond);
  // Keeps the channel open until `respond` is called.
  return true;
});

browser.onPress((tab) => {
  void sites.switchOn(tab);
  presses.press(tab);
  void browser.openPopup("outcome");
});

chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "open-panel") {
    // At once: the browser takes the key for only a moment.
    void browser.openPanel(tab?.windowId);
    return;
  }
  void (async () => {
    const id = tab?.id ?? (await browser.activeTab());
    if (id === undefined) return;
    // A page that is not marked has no passages; then there is nothing to do.
    await runs.go(id, command === "next-opinion" ? 1 : -1).catch(() => undefined);
  })();
});

chrome.runtime.onInstalled.addListener(() => {
  browser.addMenu("selection", say("menu_selection"));
  void sites.arrange();
});

chrome.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
  const id = tab?.id;
  if (menuItemId !== "selection" || id === undefined) return;
  void runs
    .again(id, { selection: true })
    .catch(() => undefined)
    // The popup says what came of it, also where nothing did.
    .then(() => browser.openPopup("state"));
});

// The browser's question has closed the popup that asked.
chrome.permissions.onAdded.addListener(async () => {
  const { awaited } = await browser.session.read();
  if (typeof awaited !== "string" || !awaited) return;
  await browser.session.write({ awaited: "" });
  await sites.set(awaited, "always").catch(() => undefined);
});
// A permission can be taken back in the browser's own settings, too.
chrome.permissions.onRemoved.addListener(() => void sites.arrange());

void browser.closeStorage();
