/**
 * Show the marks of a page, and on a very long page only those near the window: at each
 * change of a page a browser goes through every range of every highlight anew, which
 * takes Chromium some 70 ms for 14,000 of them.
 *
 * @import { Highlights, Painting } from "./highlight.js"
 * @import { Marked } from "./hit-map.js"
 */
import { bucketOf } from "./highlight.js";
import { inSlices, Slices } from "./slices.js";
import { rangesOf, stands } from "./text-map.js";
import { originOf } from "./tree.js";

/**
 * @typedef {object} Mark
 * @property {string} bucket
 * @property {Marked} marked
 *
 * @typedef {object} Prepared Marks that can be shown at once.
 * @property {readonly Mark[]} all
 * @property {readonly Mark[]} near
 * @property {Painting} painting of those near the window
 */

// An article of 30,000 words: up to here all marks are shown all the time.
export const MANY = 2_000;
// Heights of the window above and below it: a turn of the wheel does not outrun them.
const MARGIN = 3;
// After the reader has scrolled, at most so often.
const SCROLLED_MS = 80;

export class Painter {
  #window;
  #highlights;
  /** @type {Prepared | undefined} what is shown */
  #shown;
  /** @type {AbortController | undefined} where the window is followed */
  #listening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Document} document @param {Highlights} highlights */
  constructor({ defaultView }, highlights) {
    this.#window = defaultView;
    this.#highlights = highlights;
  }

  /**
   * @param {readonly Mark[]} all in any order
   * @returns {Generator<undefined, Prepared>} can be interrupted at each mark
   */
  *prepare(all) {
    const near = all.length > MANY ? yield* nearOf(all, this.#window?.innerHeight ?? 0) : all;
    const painting = yield* this.#highlights.prepare(withRanges(near));
    return { all, near, painting };
  }

  /**
   * Show these marks in place of all others.
   *
   * @param {Prepared} prepared
   * @param {readonly Document[]} frames of the page's own
   */
  show(prepared, frames) {
    this.#stop();
    this.#shown = prepared;
    this.#highlights.show(prepared.painting);
    if (prepared.all.length > MANY) this.#listen(frames);
  }

  /** Take all marks away. */
  clear() {
    this.#stop();
    this.#shown = undefined;
    this.#highlights.clear();
  }

  /** @param {readonly Document[]} frames */
  #listen(frames) {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const windows = [this.#window, ...frames.map(({ defaultView }) => defaultView)];
    for (const one of windows) {
      // Boxes of the page can scroll, too; their events do not bubble.
      for (const event of ["scroll", "resize"]) {
        one?.addEventListener(event, () => this.#moved(), { signal, capture: true, passive: true });
      }
    }
  }

  #stop() {
    this.#listening?.abort();
    this.#listening = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #moved() {
    this.#timer ??= setTimeout(() => void this.#follow(), SCROLLED_MS);
  }

  async #follow() {
    this.#timer = undefined;
    const before = this.#shown;
    if (!before) return;
    const slices = new Slices();
    const after = await inSlices(this.prepare(before.all), slices);
    // The page was marked anew meanwhile, or is not marked any more.
    if (this.#shown !== before || isSame(before.near, after.near)) return;
    this.#shown = after;
    this.#highlights.show(after.painting);
  }
}

/**
 * The marks of the sentences that still stand on the page as they were read.
 *
 * @param {readonly Marked[]} sentences
 * @returns {Generator<undefined, {found: Marked[], marks: Mark[]}>} can be interrupted at
 *   each sentence; `found` has those, too, that are explained and not painted
 */
export function* marksOf(sentences) {
  const found = [];
  const marks = [];
  for (const marked of sentences) {
    yield;
    const { sentence, block } = marked;
    if (!stands(block.map, sentence)) continue;
    found.push(marked);
    const bucket = bucketOf(sentence.label, sentence.certain || Boolean(sentence.correction));
    if (bucket) marks.push({ bucket, marked });
  }
  return { found, marks };
}

/** @param {readonly Mark[]} one @param {readonly Mark[]} two */
const isSame = (one, two) =>
  one.length === two.length && one.every((mark, at) => mark === two[at]);

/** @param {Iterable<Mark>} marks */
function* withRanges(marks) {
  for (const { bucket, marked } of marks) {
    yield { bucket, ranges: rangesOf(marked.block.map, marked.sentence) ?? [] };
  }
}

/**
 * @param {readonly Mark[]} marks
 * @param {number} height of the window
 * @returns {Generator<undefined, Mark[]>} can be interrupted at each mark
 */
function* nearOf(marks, height) {
  /** @type {Map<Document, number>} */
  const tops = new Map();
  /** @param {Document} document */
  const topOf = (document) => {
    const top = tops.get(document) ?? originOf(document).y;
    tops.set(document, top);
    return top;
  };
  /** @param {DOMRect} rect @param {number} from */
  const isNear = ({ top, bottom }, from) =>
    from + bottom > -MARGIN * height && from + top < (1 + MARGIN) * height;
  /** @type {Map<Element, DOMRect>} */
  const boxes = new Map();
  const near = [];
  for (const mark of marks) {
    yield;
    const { block: { element, map }, sentence } = mark.marked;
    const from = topOf(element.ownerDocument);
    const box = boxes.get(element) ?? element.getBoundingClientRect();
    boxes.set(element, box);
    if (!isNear(box, from)) continue;
    // One element can hold a whole book, with line breaks between its paragraphs.
    const isLarge = box.height > height;
    const ranges = isLarge ? (rangesOf(map, sentence) ?? []) : [];
    if (!isLarge || ranges.some((range) => isNear(range.getBoundingClientRect(), from))) {
      near.push(mark);
    }
  }
  return near;
}
