/**
 * Follow the pointer and tell on which sentence it rests. Only while marks stand
 * on the page; at other times it listens to nothing.
 */

// Long enough that a pointer on its way to a link opens nothing.
const REST_MS = 200;
// Long enough to move from the sentence to its card.
const LEAVE_MS = 250;

const CLICKABLE = new Set(["a", "button", "input", "label", "select", "summary", "textarea"]);

/**
 * Where the pointer is. An event forgets its path once it has been dispatched.
 *
 * @typedef {object} Point
 * @property {number} x in the window of its document, in CSS pixels
 * @property {number} y
 * @property {readonly EventTarget[]} path what is hit, innermost first
 * @property {Document} document of the frame whose window it is
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
  #isPinned = false;
  /** @type {readonly Window[]} */
  #windows = [];
  /** @type {Point | undefined} waits for the next frame */
  #point;
  /** @type {Target<T>} */
  #target;

  /** @param {Target<T>} target */
  constructor(target) {
    this.#target = target;
  }

  /** @param {readonly Window[]} windows of the page and of its frames */
  start(windows) {
    const same =
      windows.length === this.#windows.length &&
      windows.every((window, at) => window === this.#windows[at]);
    if (this.#listening && same) return;
    this.#listening?.abort();
    this.#listening = new AbortController();
    this.#windows = windows;
    for (const window of windows) this.#listen(window, this.#listening.signal);
  }

  /** @param {Window} window @param {AbortSignal} signal */
  #listen(window, signal) {
    const options = { passive: true, capture: true, signal };
    /** @param {MouseEvent} event @returns {Point} */
    const pointOf = (event) => ({
      x: event.clientX,
      y: event.clientY,
      path: event.composedPath(),
      document: window.document,
    });
    window.addEventListener(
      "pointermove",
      (event) => {
        const isFirst = this.#point === undefined;
        this.#point = pointOf(event);
        // One look for each frame is as good as hundreds.
        if (isFirst) window.requestAnimationFrame(() => this.#look());
      },
      options,
    );
    window.addEventListener(
      "click",
      (event) => {
        const isPlain = window.getSelection()?.isCollapsed !== false;
        if (event.button === 0 && isPlain) this.#click(pointOf(event));
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
    this.#windows = [];
    this.#drop();
  }

  /** Forget the sentence under the pointer: something else is shown now. */
  reset() {
    clearTimeout(this.#timer);
    this.#sentence = undefined;
    this.#isPinned = false;
  }

  /**
   * A click on a sentence keeps its card until Escape or the next click.
   *
   * @param {Point} point
   */
  #click(point) {
    if (this.#target.isOnCard(point)) return;
    // A link leads where it leads.
    if (point.path.some((one) => CLICKABLE.has(/** @type {Element} */ (one).localName))) return;
    const sentence = this.#target.sentenceAt(point);
    this.#drop();
    if (!sentence) return;
    this.#sentence = sentence;
    this.#isPinned = true;
    this.#target.show(sentence, point);
  }

  #look() {
    const point = this.#point;
    this.#point = undefined;
    if (!point || !this.#listening || this.#isPinned) return;
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
