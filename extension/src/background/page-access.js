/**
 * Why a page cannot be read, as far as its address tells.
 */

/** @typedef {"browser" | "store" | "source" | "file" | "pdf" | "other"} Barrier */

const STORES = new Set([
  "chrome.google.com",
  "chromewebstore.google.com",
  "addons.mozilla.org",
  "microsoftedge.microsoft.com",
]);
const READABLE = new Set(["text/html", "application/xhtml+xml", "text/plain"]);

/**
 * @param {string} address empty where the browser does not tell
 * @returns {Barrier}
 */
export function barrierOf(address) {
  if (!URL.canParse(address)) return "other";
  const { protocol, hostname, pathname } = new URL(address);
  switch (protocol) {
    case "http:":
    case "https:":
      if (STORES.has(hostname)) return "store";
      return pathname.toLowerCase().endsWith(".pdf") ? "pdf" : "other";
    case "file:":
      return pathname.toLowerCase().endsWith(".pdf") ? "pdf" : "file";
    case "view-source:":
      return "source";
    case "data:":
    case "blob:":
      return "other";
    default:
      // chrome:, about:, edge:, moz-extension: and their like.
      return "browser";
  }
}

/** @param {string} contentType @returns {Barrier | undefined} */
export function barrierOfType(contentType) {
  if (READABLE.has(contentType)) return undefined;
  return contentType === "application/pdf" ? "pdf" : "other";
}
