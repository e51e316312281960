/**
 * One page and what is known of it: reads it, marks it, follows its changes and
 * answers about it.
 *
 * @import { Analysis, Label, Listing, Look, PageReading, PageState, Passage, Summary } from "../shared/types.js"
 * @import { Ask } from "./correction.js"
 * @import { PageBlock, PageText, ShadowRootOf } from "./blocks.js"
 * @import { Marked } from "./hit-map.js"
 */
import { DEFAULT_LOOK, isMarked } from "../shared/look.js";
import { keepLabel } from "./correction.js";
import { Highlights } from "./highlight.js";
import { HitMap } from "./hit-map.js";
import { listingOf } from "./listing.js";
import { PageWatch } from "./page-watch.js";
import { marksOf, Painter } from "./painter.js";
import { isInWindow, isOtherText, textOf } from "./page-text.js";
import { passagesOf, surestFirst } from "./passages.js";
import { Pointer } from "./pointer.js";
import { ScoredText } from "./scored-text.js";
import { selectedIn } from "./selection.js";
import { inSlices, Slices } from "./slices.js";
import { summaryOf } from "./totals.js";

/** @type {Passage} */
const NOWHERE = { index: 0, total: 0, text: "" };

export class PageSession {
  #document;
  #shadowRootOf;
  #changed;
  #reading = 0;
  #text = new ScoredText();
  /** @type {PageText} as it was read last */
  #page = { blocks: [], roots: [], frames: [], foreignFrames: 0 };
  /** @type {((marked: Marked) => boolean) | undefined} where only a selection was asked for */
  #selected;
  /** @type {Summary | null} */
  #summary = null;
  /** @type {Marked[]} in reading order; kept when the marks are taken away */
  #sentences = [];
  /** @type {Marked[][]} */
  #passages = [];
  #passage = -1;
  #isMarked = false;
  #look = DEFAULT_LOOK;
  #painter;
  #pointer;
  #watch;

  /**
   * @param {Document} document
   * @param {ShadowRootOf} shadowRootOf
   * @param {() => void} [changed] called when text or marks are others than before
   * @param {Ask} [ask] keeps the reader's own labels; without it none can be given
   */
  constructor(document, shadowRootOf, changed = () => {}, ask = undefined) {
    this.#document = document;
    this.#shadowRootOf = shadowRootOf;
    this.#changed = changed;
    const correct = ask && ((/** @type {Marked} */ one, /** @type {Label | undefined} */ label) => this.#correct(one, label, ask));
    const highlights = new Highlights();
    this.#painter = new Painter(document, highlights);
    this.#pointer = new Pointer(document, highlights, correct);
    this.#watch = new PageWatch(document, () => this.#follow());
  }

  /**
   * Read the page anew and forget what was known of it.
   *
   * @param {{selection?: boolean}} [options] `selection` for the selected text only
   * @returns {Promise<PageReading>} what is to be scored first
   */
  async read({ selection = false } = {}) {
    this.#reading += 1;
    const own = this.#reading;
    this.clear();
    this.#text.clear();
    const page = await inSlices(textOf(this.#document, this.#shadowRootOf));
    if (own !== this.#reading) return this.next();
    this.#page = page;
    this.#selected = undefined;
    if (selection) {
      const { blocks, holds } = selectedIn(this.#document, page.blocks);
      this.#page = { ...page, blocks };
      this.#selected = holds;
    }
    this.#text.plan(this.#page.blocks, isInWindow);
    return this.next();
  }

  /** @returns {PageReading} what is to be scored now */
  next() {
    return {
      reading: this.#reading,
      contentType: this.#document.contentType,
      blocks: this.#text.next(),
      empty: this.#page.blocks.length === 0,
      frames: this.#page.frames.length,
    };
  }

  /**
   * Mark the page by the answer to what `next` gave.
   *
   * @param {number} reading
   * @param {Analysis} analysis
   * @param {Look} [look]
   * @returns {Promise<PageState>}
   */
  async paint(reading, analysis, look = this.#look) {
    if (reading !== this.#reading) return this.state();
    this.#look = look;
    this.#text.take(analysis);
    if (!(await this.#sumUp())) return this.state();
    return this.#summary?.status === "scored" || this.#selected ? this.#mark() : this.state();
  }

  /**
   * Mark the page again by what is known. What the page has changed since is left
   * out.
   *
   * @param {Look} [look]
   * @returns {Promise<PageState>} not marked where nothing is left of what was analysed
   */
  async repaint(look = this.#look) {
    this.#look = look;
    return this.#mark();
  }

  /**
   * Take the marks away and stop listening.
   *
   * @returns {PageState}
   */
  clear() {
    this.#isMarked = false;
    this.#watch.stop();
    this.#pointer.stop();
    this.#painter.clear();
    return this.state();
  }

  /** @returns {PageState} */
  state() {
    return {
      marked: this.#isMarked,
      passages: this.#passages.length,
      waiting: this.#text.waiting,
      summary: this.#summary,
    };
  }

  /** @returns {Listing} */
  list() {
    return listingOf(this.#document, this.state(), this.#shown());
  }

  /**
   * Scroll to the next or previous opinion passage and explain it. After the
   * last comes the first.
   *
   * @param {1 | -1} direction
   * @returns {Passage}
   */
  step(direction) {
    const total = this.#passages.length;
    // A passage that the page has removed since is stepped over.
    for (let tries = 0; this.#isMarked && tries < total; tries += 1) {
      const from = this.#passage < 0 && direction < 0 ? 0 : this.#passage;
      this.#passage = (from + direction + total) % total;
      const led = this.#leadTo(this.#passages[this.#passage] ?? []);
      if (led) return led;
    }
    return NOWHERE;
  }

  /**
   * Scroll to the opinion that is the surest.
   *
   * @returns {Passage}
   */
  strongest() {
    for (const at of this.#isMarked ? surestFirst(this.#passages) : []) {
      this.#passage = at;
      const led = this.#leadTo(this.#passages[at] ?? []);
      if (led) return led;
    }
    return NOWHERE;
  }

  /**
   * Scroll to one sentence of the listing.
   *
   * @param {number} at
   * @returns {Passage} index 0 where it is no longer there
   */
  show(at) {
    const marked = this.#shown()[at];
    const text = marked && this.#isMarked ? this.#pointer.leadTo([marked]) : undefined;
    if (text === undefined) return NOWHERE;
    return { index: at + 1, total: this.#shown().length, text };
  }

  /** @param {Marked[]} passage @returns {Passage | undefined} */
  #leadTo(passage) {
    const text = this.#pointer.leadTo(passage);
    return text === undefined ? text : { index: this.#passage + 1, total: this.#passages.length, text };
  }

  /** The sentences that are sure enough to be marked. */
  #shown() {
    return this.#explained().filter(({ sentence }) => sentence.label !== "other");
  }

  // These, and what the reader has taken out of the article.
  #explained = () => this.#sentences.filter(({ sentence }) => isMarked(sentence, this.#look));

  /** @param {Marked} marked @param {Label | undefined} label @param {Ask} ask */
  async #correct(marked, label, ask) {
    const model = this.#summary?.model;
    const { kept, problem } = await keepLabel(ask, this.#sentences, marked, label, model);
    if (problem) return problem;
    this.#text.relabel(marked.sentence, kept);
    if (await this.#sumUp()) await this.#mark();
    return "";
  }

  /** @returns {Promise<boolean>} whether the page is still read as it was */
  async #sumUp() {
    const own = this.#reading;
    const live = await inSlices(this.#text.live(this.#page.blocks));
    if (own !== this.#reading) return false;
    this.#summary = live.length > 0 ? summaryOf(live, this.#page.foreignFrames) : null;
    this.#sentences = live.flatMap(({ block, sentences }) =>
      sentences.flatMap((sentence) => {
        const marked = { sentence, block };
        if (sentence.label === "other" && !sentence.correction) return [];
        return !this.#selected || this.#selected(marked) ? [marked] : [];
      }),
    );
    return true;
  }

  /** @returns {Promise<PageState>} */
  async #mark() {
    const own = this.#reading;
    const slices = new Slices();
    const { found, marks } = await inSlices(marksOf(this.#explained()), slices);
    const prepared = await inSlices(this.#painter.prepare(marks), slices);
    const map = await inSlices(HitMap.of(found), slices);
    // The reader has pressed again meanwhile.
    if (own !== this.#reading) return this.state();
    // A passage that stands on the page twice is one passage.
    const once = this.#shown().filter(({ sentence }) => !sentence.repeated);
    this.#passages = passagesOf(once, "opinion");
    if (this.#passage >= this.#passages.length) this.#passage = -1;
    this.#painter.show(prepared, this.#page.frames);
    this.#isMarked = marks.length > 0;
    if (this.#isMarked) {
      this.#pointer.start(found, map, this.#page.frames);
      this.#watch.start(this.#page.roots);
    }
    return this.state();
  }

  /**
   * The page has changed: mark what is known of it, and have the rest scored.
   *
   * @returns {Promise<boolean>} whether its text is another than before
   */
  async #follow() {
    const own = this.#reading;
    /** @param {PageBlock} block */
    const isNew = (block) => !this.#text.isKnown(block);
    const page = await inSlices(textOf(this.#document, this.#shadowRootOf, isNew));
    if (own !== this.#reading || !this.#isMarked) return false;
    const isOther = isOtherText(page, this.#page);
    if (!this.#selected) {
      // The same text can stand in new elements; then it is only painted anew.
      this.#page = page;
      if (isOther) this.#text.plan(page.blocks, isInWindow);
    }
    if (!(await this.#sumUp())) return false;
    await this.#mark();
    // A page of one article after another may have nothing marked for a moment.
    this.#isMarked ||= this.#text.waiting > 0;
    if (isOther) this.#changed();
    return isOther;
  }
}
