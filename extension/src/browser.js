/**
 * The browser's interface for extensions: the one place that calls it, besides
 * the entry files of background and content script.
 *
 * @import { PageRequest, PairRequest, PopupRequest } from "./shared/types.js"
 */

/** @type {typeof chrome} */
const api =
  /** @type {any} */ (globalThis).browser ?? /** @type {any} */ (globalThis).chrome;

// Firefox takes a port in a match pattern and then does not honour it.
const HOST = { origins: ["http://127.0.0.1/*"] };
const MARKS = "marks.css";
// Chromium paints no background for USER sheets and Firefox paints none in
// shadow trees for AUTHOR sheets; each ignores what the other needs.
const ORIGINS = /** @type {const} */ (["AUTHOR", "USER"]);

/** Ask the background. @param {PopupRequest | PairRequest} request @returns {Promise<any>} */
export const askBackground = (request) => api.runtime.sendMessage(request);

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

/** @param {number} tab */
export async function addMarkStyles(tab) {
  for (const origin of ORIGINS) {
    await api.scripting.insertCSS({ target: { tabId: tab }, files: [MARKS], origin });
  }
}

/** @param {number} tab */
export async function removeMarkStyles(tab) {
  for (const origin of ORIGINS) {
    await api.scripting.removeCSS({ target: { tabId: tab }, files: [MARKS], origin });
  }
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

/** @param {string} url */
export async function openTab(url) {
  await api.tabs.create({ url });
}

/** Whether the extension may talk to this computer. */
export const hasHostPermission = () => api.permissions.contains(HOST);

/** Ask the reader for it; only in a click. */
export const requestHostPermission = () => api.permissions.request(HOST);

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
  if (!(element instanceof HTMLElement)) return null;
  if (api.dom) return api.dom.openOrClosedShadowRoot(element);
  return /** @type {any} */ (element).openOrClosedShadowRoot ?? element.shadowRoot;
}
