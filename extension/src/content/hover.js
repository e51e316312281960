/**
 * Follow the pointer and tell on which sentence it rests. Only while marks stand
 * on the page; at other times it listens to nothing.
 */

// Long enough that a pointer on its way to a link opens nothing.
const REST_MS = 200;
// Long enough to move from the sentence to its card.
const LEAVE_MS = 250;

/**
 * @template T
 * @typedef {object} Target
 * @property {(event: PointerEvent) => T | undefined} sentenceAt
 * @property {(event: PointerEvent) => boolean} isOnCard
 * @property {(sentence: T, event: PointerEvent) => void} show
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
  #frame = 0;
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
        // One look for each frame is as good as hundreds.
        if (this.#frame) return;
        this.#frame = requestAnimationFrame(() => {
          this.#frame = 0;
          if (this.#listening) this.#moved(event);
        });
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

  /** @param {PointerEvent} event */
  #moved(event) {
    if (this.#target.isOnCard(event)) {
      clearTimeout(this.#timer);
      return;
    }
    const sentence = this.#target.sentenceAt(event);
    if (sentence === this.#sentence) {
      if (sentence === undefined) return;
      // Back from the card: what was about to close stays.
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#target.show(sentence, event), REST_MS);
      return;
    }
    clearTimeout(this.#timer);
    this.#sentence = sentence;
    this.#timer = sentence
      ? setTimeout(() => this.#target.show(sentence, event), REST_MS)
      : setTimeout(() => this.#target.hide(), LEAVE_MS);
  }

  #drop() {
    this.reset();
    this.#target.hide();
  }
}
