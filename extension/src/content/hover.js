/**
 * Follow the pointer and tell on which sentence it rests. Only while marks stand
 * on the page; at other times it listens to nothing.
 */

// Long enough that a pointer on its way to a link opens nothing.
const REST_MS = 200;
// Long enough to move from the sentence to its card.
const LEAVE_MS = 250;

/**
 * Where the pointer is. An event forgets its path once it has been dispatched.
 *
 * @typedef {object} Point
 * @property {number} x in the window, in CSS pixels
 * @property {number} y
 * @property {readonly EventTarget[]} path what is hit, innermost first
 */

/**
 * @template T
 * @typedef {object} Target
 * @property {(point: Point) => T | undefined} sentenceAt
 * @property {(point: Point) => boolean} isOnCard
 * @property {(sentence: T, point: Point) => void} show
 * @property {() => void} hide
 * @property {() => void} scrolled
 */

/** @template T */
export class Hover {
  /** @type {T | undefined} */
  #sentence;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | undefined} */
  #listening;
  #onCard = false;
  /** @type {Point | undefined} waits for the next frame */
  #point;
  /** @type {Target<T>} */
  #target;

  /** @param {Target<T>} target */
  constructor(target) {
    this.#target = target;
  }

  /** @param {Window} window */
  start(window) {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const options = { passive: true, capture: true, signal: this.#listening.signal };
    window.addEventListener(
      "pointermove",
      (event) => {
        const isFirst = this.#point === undefined;
        this.#point = { x: event.clientX, y: event.clientY, path: event.composedPath() };
        // One look for each frame is as good as hundreds.
        if (isFirst) window.requestAnimationFrame(() => this.#look());
      },
      options,
    );
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape") this.#drop();
      },
      options,
    );
    window.addEventListener("scroll", () => this.#target.scrolled(), options);
    window.addEventListener("resize", () => this.#drop(), options);
  }

  stop() {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#drop();
  }

  /** Forget the sentence under the pointer: something else is shown now. */
  reset() {
    clearTimeout(this.#timer);
    this.#sentence = undefined;
  }

  #look() {
    const point = this.#point;
    this.#point = undefined;
    if (!point || !this.#listening) return;
    const wasOnCard = this.#onCard;
    this.#onCard = this.#target.isOnCard(point);
    if (this.#onCard) {
      clearTimeout(this.#timer);
      return;
    }
    const sentence = this.#target.sentenceAt(point);
    if (sentence === this.#sentence && (sentence !== undefined || !wasOnCard)) return;
    clearTimeout(this.#timer);
    this.#sentence = sentence;
    this.#timer = sentence
      ? setTimeout(() => this.#target.show(sentence, point), REST_MS)
      : setTimeout(() => this.#target.hide(), LEAVE_MS);
  }

  #drop() {
    this.reset();
    this.#target.hide();
  }
}
