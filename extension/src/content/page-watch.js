/**
 * Tell when a page's text changes: one observer, which is off while nothing is
 * marked and while nobody sees the page.
 */
import { HOST_NAME } from "./card.js";

// Changes are collected for as long; a page that only moves things about is looked
// at less and less often, and never for more than a tenth of the time.
const COLLECT_MS = 400;
const LONGEST_MS = 5_000;
const DUTY = 10;

// Attributes by which pages show and hide text; style and class change too often.
const SHOWING = ["hidden", "open", "aria-hidden", "aria-expanded"];

/** @typedef {Document | ShadowRoot} Root */

export class PageWatch {
  #document;
  #look;
  /** @type {MutationObserver | undefined} */
  #observer;
  /** @type {readonly Root[]} */
  #roots = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | undefined} */
  #listening;
  #delay = COLLECT_MS;
  #isLooking = false;
  #isStale = false;

  /**
   * @param {Document} document
   * @param {() => Promise<boolean>} look reads the page anew; whether its text was
   *   another than before
   */
  constructor(document, look) {
    this.#document = document;
    this.#look = look;
  }

  /** Whether anything is observed or waited for. */
  get isOn() {
    return this.#listening !== undefined;
  }

  /** @param {readonly Root[]} roots of all trees with text of the page */
  start(roots) {
    const same =
      roots.length === this.#roots.length &&
      roots.every((root, at) => root === this.#roots[at]);
    if (this.#listening && same) return;
    this.#roots = roots;
    if (!this.#listening) {
      this.#listening = new AbortController();
      this.#document.addEventListener("visibilitychange", () => this.#seen(), {
        signal: this.#listening.signal,
      });
    }
    this.#observe();
  }

  stop() {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#roots = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#delay = COLLECT_MS;
  }

  #observe() {
    this.#observer?.disconnect();
    this.#observer = undefined;
    if (this.#document.hidden) return;
    this.#observer = new MutationObserver((records) => {
      if (records.some(isOfThePage)) this.#soon();
    });
    for (const root of this.#roots) {
      this.#observer.observe(root, {
        subtree: true,
        childList: true,
        characterData: true,
        attributeFilter: SHOWING,
      });
    }
  }

  #seen() {
    this.#observe();
    // Much can have changed while nobody looked.
    if (!this.#document.hidden) this.#soon();
  }

  #soon() {
    if (this.#isLooking) this.#isStale = true;
    else this.#timer ??= setTimeout(() => void this.#now(), this.#delay);
  }

  async #now() {
    this.#timer = undefined;
    this.#isLooking = true;
    const start = performance.now();
    const isOther = await this.#look().catch(() => false);
    const took = performance.now() - start;
    const least = isOther ? COLLECT_MS : Math.min(2 * this.#delay, LONGEST_MS);
    this.#delay = Math.min(Math.max(least, DUTY * took), LONGEST_MS);
    this.#isLooking = false;
    if (this.#isStale && this.#listening) {
      this.#isStale = false;
      this.#soon();
    }
  }
}

/** @param {MutationRecord} record whether it is not about our own card */
function isOfThePage({ type, addedNodes, removedNodes }) {
  if (type !== "childList") return true;
  return [...addedNodes, ...removedNodes].some(
    (node) => /** @type {Element} */ (node).localName !== HOST_NAME,
  );
}
