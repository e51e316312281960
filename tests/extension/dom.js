/**
 * A page for tests: jsdom, and the few parts of a browser that it lacks.
 */
import { createRequire } from "node:module";
import "./english.js";

// jsdom is installed where the extension's tools are.
const require = createRequire(new URL("../../extension/package.json", import.meta.url));
/** @type {typeof import("jsdom")} */
const { JSDOM } = require("jsdom");

/** Stands in for the browser's class of the same name. */
class FakeHighlight extends Set {
  priority = 0;

  /** @param {...Range} ranges */
  constructor(...ranges) {
    super(ranges);
  }
}

/**
 * Open a page and make it the world that the modules see.
 *
 * @param {string} html
 * @param {{url?: string}} [options]
 */
export function openPage(html, { url = "https://news.example/a" } = {}) {
  const { window } = new JSDOM(html, { url, pretendToBeVisual: true });
  const registry = new Map();
  window.HTMLElement.prototype.scrollIntoView = () => {};
  window.scrollBy = () => {};
  const box = () => new window.DOMRect(10, 20, 300, 18);
  // jsdom lays nothing out: every text stands in the same box.
  window.DOMRect ??= class {
    constructor(x, y, width, height) {
      Object.assign(this, { x, y, width, height });
      Object.assign(this, { left: x, top: y, right: x + width, bottom: y + height });
    }
  };
  window.Range.prototype.getClientRects = () => [box()];
  window.Range.prototype.getBoundingClientRect = box;
  window.Highlight = FakeHighlight;
  window.CSS = { highlights: registry };
  Object.assign(globalThis, {
    window,
    document: window.document,
    Node: window.Node,
    Element: window.Element,
    HTMLElement: window.HTMLElement,
    ShadowRoot: window.ShadowRoot,
    Range: window.Range,
    MutationObserver: window.MutationObserver,
    AbortController: window.AbortController,
    getComputedStyle: window.getComputedStyle.bind(window),
    Highlight: FakeHighlight,
    CSS: window.CSS,
  });
  return { window, document: window.document, highlights: registry };
}

/** @param {Element} element */
export const openShadowRootOf = (element) => element.shadowRoot;

/**
 * The marks on the page: the text of each range, by bucket.
 *
 * @param {Map<string, Set<Range>>} highlights
 */
export function painted(highlights) {
  return Object.fromEntries(
    [...highlights].map(([name, ranges]) => [name, [...ranges].map(String)]),
  );
}
