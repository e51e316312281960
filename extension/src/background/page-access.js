/**
 * Getting into a page, and why it cannot be read, as far as its address tells.
 */
import { ReaderError } from "../shared/failure.js";

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

const TRIES = 4;
const PAUSE_MS = 250;

/**
 * Put the content script into a page. One that has only just come is at times refused by
 * a busy Chromium and let in a moment later, so that it is tried again.
 *
 * @param {number} tab
 * @param {object} world
 * @param {(tab: number) => Promise<void>} world.inject
 * @param {(tab: number) => Promise<string>} world.addressOf
 * @throws {ReaderError} page_unreadable
 */
export async function enter(tab, { inject, addressOf }) {
  for (let left = TRIES; ; left--) {
    try {
      await inject(tab);
      return;
    } catch (cause) {
      const barrier = barrierOf(await addressOf(tab).catch(() => ""));
      if (barrier !== "other" || left === 1) {
        throw new ReaderError("page_unreadable", barrier, { cause });
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  }
}

/** @param {string} contentType @returns {Barrier | undefined} */
export function barrierOfType(contentType) {
  if (READABLE.has(contentType)) return undefined;
  return contentType === "application/pdf" ? "pdf" : "other";
}
