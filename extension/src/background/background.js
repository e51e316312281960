/** Entry of the background: wires the browser's events to the modules. */
import * as browser from "../browser.js";
import { awakeDuring } from "./heartbeat.js";
import { answer } from "./requests.js";
import { Runs } from "./runs.js";
import { analyzeProven } from "./proof.js";
import { checkHealth } from "./score-client.js";

const runs = new Runs({
  storage: browser.storage,
  hasHostPermission: browser.hasHostPermission,
  addressOf: browser.addressOf,
  inject: browser.inject,
  askPage: browser.askPage,
  addMarkStyles: browser.addMarkStyles,
  removeMarkStyles: browser.removeMarkStyles,
  checkHealth,
  analyze: (server, token, blocks) =>
    awakeDuring(analyzeProven(server, token, blocks), browser.stayAwake),
});
const desk = {
  runs,
  storage: browser.storage,
  ownId: chrome.runtime.id,
  ownOrigin: new URL(chrome.runtime.getURL("")).href.replace(/\/$/u, ""),
};

chrome.runtime.onMessage.addListener((request, sender, respond) => {
  void answer(request, sender, desk).then(respond);
  // Keeps the channel open until `respond` is called.
  return true;
});

chrome.commands.onCommand.addListener(async (command, tab) => {
  const id = tab?.id ?? (await browser.activeTab());
  if (id === undefined) return;
  // A page that is not marked has no passages; then there is nothing to do.
  await runs.go(id, command === "next-opinion" ? 1 : -1).catch(() => undefined);
});

void browser.closeStorage();
