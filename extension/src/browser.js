/**
 * The browser's interface for extensions: the one place that calls it, besides
 * the entry files of background and content script.
 *
 * @import { Look, PageRequest, PopupRequest, ScriptRequest } from "./shared/types.js"
 */
import { marksCss, PALETTES } from "./shared/look.js";

/** @type {typeof chrome} */
const api =
  /** @type {any} */ (globalThis).browser ?? /** @type {any} */ (globalThis).chrome;

// Firefox takes a port in a match pattern and then does not honour it.
const HOST = { origins: ["http://127.0.0.1/*"] };
// Chromium paints no background for USER sheets and Firefox paints none in
// shadow trees for AUTHOR sheets; each ignores what the other needs.
const ORIGINS = /** @type {const} */ (["AUTHOR", "USER"]);
const GREETER = "arrive";

/** Ask the background. @param {PopupRequest | ScriptRequest} request @returns {Promise<any>} */
export const askBackground = (request) => api.runtime.sendMessage(request);

/**
 * Tell whoever listens; nobody may.
 *
 * @param {ScriptRequest | {kind: "told", tab: number}} notice
 */
export function notify(notice) {
  void api.runtime.sendMessage(notice).catch(() => undefined);
}

/** Hear what the background tells of a tab. @param {(tab: number) => void} listener */
export function onTold(listener) {
  api.runtime.onMessage.addListener((notice) => {
    if (notice.kind === "told") listener(notice.tab);
  });
}

/** @param {() => void} listener called when another tab comes to the front or loads */
export function onTabChange(listener) {
  api.tabs.onActivated.addListener(() => listener());
  api.tabs.onUpdated.addListener((_, { status }) => {
    if (status) listener();
  });
}

/** A text in the reader's language. @param {string} key @param {string[]} values */
export const messageOf = (key, values) => api.i18n.getMessage(key, values);

/**
 * Ask the content script in the top frame of a tab.
 *
 * @param {number} tab
 * @param {PageRequest} request
 * @returns {Promise<any>} Rejects where no content script listens.
 */
export const askPage = (tab, request) =>
  api.tabs.sendMessage(tab, request, { frameId: 0 });

/** Put the content script into a tab. Rejects where the browser forbids it. @param {number} tab */
export async function inject(tab) {
  const frames = await api.scripting.executeScript({
    target: { tabId: tab },
    files: ["content.js"],
  });
  // In a page such as about:support Firefox injects nothing and answers [null].
  if (!frames[0]) throw new Error("no frame took the content script");
}

/** @param {number} tab @param {Look} look */
export async function addMarkStyles(tab, look) {
  const target = { tabId: tab, allFrames: true };
  await removeMarkStyles(tab);
  const css = marksCss(look);
  await Promise.all(ORIGINS.map((origin) => api.scripting.insertCSS({ target, css, origin })));
}

/** Whatever look they had. @param {number} tab */
export async function removeMarkStyles(tab) {
  const target = { tabId: tab, allFrames: true };
  const palettes = /** @type {Look["palette"][]} */ (Object.keys(PALETTES));
  const sheets = palettes.flatMap((palette) =>
    [true, false].map((tint) => marksCss({ palette, tint, sureness: "any" })),
  );
  await Promise.all(
    sheets.flatMap((css) =>
      ORIGINS.map((origin) => api.scripting.removeCSS({ target, css, origin })),
    ),
  );
}

/** @returns {Promise<number | undefined>} the tab in front */
export async function activeTab() {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** @param {number} tab @returns {Promise<string>} empty where it may not be known */
export async function addressOf(tab) {
  return (await api.tabs.get(tab)).url ?? "";
}

// The server takes longer ones for a mistake.
const MAX_URL = 4_000;
const MAX_TITLE = 1_000;

/**
 * What the reader's diary may know of a tab's page: nothing in a private window, and
 * nothing of what is no page of the web.
 *
 * @param {number} tab
 * @returns {Promise<import("./shared/types.js").PageName | undefined>}
 */
export async function pageOf(tab) {
  const { url = "", title = "", incognito } = await api.tabs.get(tab);
  if (incognito || !/^https?:/u.test(url) || url.length > MAX_URL) return undefined;
  return { url, title: title.slice(0, MAX_TITLE) };
}

/** @param {string} url */
export async function openTab(url) {
  await api.tabs.create({ url });
}

export const openOptions = () => api.runtime.openOptionsPage();

/**
 * Open the side panel, or Firefox's sidebar; only in a click or at a key.
 *
 * @param {number} [window] the one in front where none is named
 */
export async function openPanel(window) {
  const { sidePanel } = api;
  const { sidebarAction } = /** @type {any} */ (api);
  if (sidebarAction) return sidebarAction.open();
  await sidePanel?.open({ windowId: window ?? api.windows.WINDOW_ID_CURRENT });
}

/**
 * Open the popup for the tab in front. The button itself has no popup: the browser would
 * first start it, and only then could the page be read.
 *
 * @param {"outcome" | "state"} shown what came of the press, or the page as it is
 */
export async function openPopup(shown) {
  // Nothing is waited for: Firefox opens a popup only at once after the click.
  void api.action.setPopup({ popup: `popup.html?show=${shown}` });
  const opened = api.action.openPopup();
  void api.action.setPopup({ popup: "" });
  // It cannot be in a window that is not in front. The marks are there all the same.
  await opened.catch(() => undefined);
}

/** @param {(tab: number) => void} listener called when the toolbar button is pressed */
export function onPress(listener) {
  api.action.onClicked.addListener(({ id }) => {
    if (id !== undefined) listener(id);
  });
}

/** @param {number} tab @param {string} text @param {string} colour */
export async function setBadge(tab, text, colour) {
  await api.action.setBadgeText({ tabId: tab, text });
  if (!text) return;
  await api.action.setBadgeBackgroundColor({ tabId: tab, color: colour });
  await api.action.setBadgeTextColor?.({ tabId: tab, color: "#ffffff" });
}

/** @param {string} id @param {string} title shown where text is selected */
export function addMenu(id, title) {
  api.contextMenus.removeAll(() => {
    api.contextMenus.create({ id, title, contexts: ["selection"] });
  });
}

/** Whether the extension may talk to this computer. */
export const hasHostPermission = () => api.permissions.contains(HOST);

/** Ask the reader for it; only in a click. */
export const requestHostPermission = () => api.permissions.request(HOST);

/** @param {string[]} origins */
export const mayRead = (origins) => api.permissions.contains({ origins });

/** Ask the reader for it; only in a click. @param {string[]} origins */
export const requestSites = (origins) => api.permissions.request({ origins });

/** @param {string[]} origins */
export const release = (origins) => api.permissions.remove({ origins });

/** Have `arrive.js` run on pages of these patterns, and on no others. @param {string[]} matches */
export async function greetOn(matches) {
  const { scripting } = api;
  const [before] = await scripting.getRegisteredContentScripts({ ids: [GREETER] });
  if (before) await scripting.unregisterContentScripts({ ids: [GREETER] });
  if (matches.length === 0) return;
  await scripting.registerContentScripts([
    { id: GREETER, js: ["arrive.js"], matches, runAt: "document_idle" },
  ]);
}

/** The extension's own storage, closed to content scripts where that is possible. */
export const storage = {
  /** @returns {Promise<Record<string, unknown>>} */
  async read() {
    return api.storage.local.get();
  },
  /** @param {Record<string, unknown>} values */
  async write(values) {
    await closeStorage();
    await api.storage.local.set(values);
  },
};

/** Storage that is gone when the browser ends. */
export const session = {
  /** @returns {Promise<Record<string, unknown>>} */
  async read() {
    return api.storage.session.get();
  },
  /** @param {Record<string, unknown>} values */
  async write(values) {
    await api.storage.session.set(values);
  },
};

/** Take back all that was stored and granted. */
export async function forgetAll() {
  await greetOn([]);
  await api.storage.local.clear();
  await api.storage.session.clear();
  const { origins = [] } = await api.permissions.getAll();
  const granted = origins.filter((origin) => !HOST.origins.includes(origin));
  // What stands in the manifest cannot be given back, and need not be.
  if (granted.length > 0) await release(granted).catch(() => false);
}

/** Firefox has no access levels; there a content script of ours could read it. */
export async function closeStorage() {
  await api.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/** A call that does nothing but tell the browser that the background is busy. */
export async function stayAwake() {
  await api.runtime.getPlatformInfo();
}

/**
 * The shadow tree of an element, closed ones too.
 *
 * @param {Element} element
 * @returns {ShadowRoot | null}
 */
export function shadowRootOf(element) {
  // An element of a frame is no instance of this window's classes.
  if (!("style" in element) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") {
    return null;
  }
  const html = /** @type {HTMLElement} */ (element);
  if (api.dom) return api.dom.openOrClosedShadowRoot(html);
  return /** @type {any} */ (element).openOrClosedShadowRoot ?? element.shadowRoot;
}
