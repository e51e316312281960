/**
 * One page and what is known of it: reads it, marks it, answers about it.
 *
 * @import { Analysis, PageReading, PageState, Passage, Sentence, Summary } from "../shared/types.js"
 * @import { PageBlock, ShadowRootOf } from "./blocks.js"
 * @import { Point } from "./hover.js"
 */
import { ancestors } from "./article.js";
import { Card } from "./card.js";
import { explain } from "./explain.js";
import { bucketOf, Highlights } from "./highlight.js";
import { Hover } from "./hover.js";
import { readText } from "./page-text.js";
import { passagesOf } from "./passages.js";
import { summaryOf } from "./summary.js";
import { offsetOf, rangesOf } from "./text-map.js";

/**
 * @typedef {object} Marked A sentence that can be found on the page.
 * @property {Sentence} sentence
 * @property {PageBlock} block
 */

// How far from its letters a pointer is still on a sentence, in CSS pixels.
const SLACK = 3;

export class PageSession {
  #document;
  #shadowRootOf;
  #reading = 0;
  /** @type {Map<string, PageBlock>} by id */
  #blocks = new Map();
  /** @type {Summary | null} */
  #summary = null;
  /** @type {Marked[]} in reading order; kept when the marks are taken away */
  #sentences = [];
  /** @type {Map<Element, Marked[]>} by every element that can be hit for them */
  #byElement = new Map();
  /** @type {Marked[][]} */
  #passages = [];
  #passage = -1;
  #marked = false;
  #highlights = new Highlights();
  #card;
  /** @type {Marked | undefined} what the card is about */
  #shown;
  /** @type {Hover<Marked>} */
  #hover;

  /**
   * @param {Document} document
   * @param {ShadowRootOf} shadowRootOf
   */
  constructor(document, shadowRootOf) {
    this.#document = document;
    this.#shadowRootOf = shadowRootOf;
    this.#card = new Card(document);
    this.#hover = new Hover({
      sentenceAt: (point) => this.#sentenceAt(point),
      isOnCard: ({ path }) => this.#card.holds(path),
      show: (marked, { y }) => this.#explain(marked, y),
      hide: () => this.#hideCard(),
      scrolled: () => this.#followScroll(),
    });
  }

  /**
   * Read the page's blocks as they are now.
   *
   * @returns {PageReading}
   */
  read() {
    this.#reading += 1;
    const blocks = readText(this.#document, this.#shadowRootOf);
    this.#blocks = new Map(blocks.map((block, at) => [String(at), block]));
    return {
      reading: this.#reading,
      contentType: this.#document.contentType,
      blocks: [...this.#blocks].map(([id, { kind, map, linkDensity }]) => ({
        id,
        kind,
        text: map.text,
        link_density: Math.round(linkDensity * 1000) / 1000,
      })),
    };
  }

  /**
   * Mark the page by an analysis of the latest reading.
   *
   * @param {number} reading
   * @param {Analysis} analysis
   * @returns {PageState}
   */
  paint(reading, analysis) {
    if (reading !== this.#reading) return this.state();
    this.clear();
    this.#summary = summaryOf(analysis);
    this.#sentences = analysis.sentences.flatMap((sentence) => {
      const block = this.#blocks.get(sentence.block);
      return block && sentence.label !== "other" ? [{ sentence, block }] : [];
    });
    this.#passages = passagesOf(this.#sentences, "opinion");
    return analysis.status === "scored" ? this.repaint() : this.state();
  }

  /**
   * Mark the page again by the last analysis. What the page has changed since
   * is left out.
   *
   * @returns {PageState} not marked where nothing is left of what was analysed
   */
  repaint() {
    this.#byElement.clear();
    const marks = this.#sentences.flatMap((marked) => {
      const { sentence, block } = marked;
      const bucket = bucketOf(sentence.label, sentence.certain);
      const ranges = rangesOf(block.map, sentence);
      if (!bucket || !ranges) return [];
      this.#register(marked);
      return [{ bucket, ranges }];
    });
    this.#highlights.paint(marks);
    this.#passage = -1;
    this.#marked = marks.length > 0;
    const window = this.#document.defaultView;
    if (window && this.#marked) this.#hover.start(window);
    return this.state();
  }

  /**
   * Take the marks away and stop listening.
   *
   * @returns {PageState}
   */
  clear() {
    this.#marked = false;
    this.#hover.stop();
    this.#hideCard();
    this.#highlights.clear();
    this.#byElement.clear();
    return this.state();
  }

  /** @returns {PageState} */
  state() {
    return {
      marked: this.#marked,
      passages: this.#passages.length,
      summary: this.#summary,
    };
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
    for (let tries = 0; this.#marked && tries < total; tries += 1) {
      const from = this.#passage < 0 && direction < 0 ? 0 : this.#passage;
      this.#passage = (from + direction + total) % total;
      const passage = this.#passages[this.#passage] ?? [];
      const ranges = passage.flatMap(
        ({ sentence, block }) => rangesOf(block.map, sentence) ?? [],
      );
      const first = passage[0];
      if (!first || ranges.length === 0) continue;
      this.#scrollTo(first.block.element, /** @type {Range} */ (ranges[0]));
      this.#hover.reset();
      this.#explain(first);
      this.#highlights.point(ranges);
      const text = passage
        .map(({ sentence, block }) => block.map.text.slice(sentence.start, sentence.end))
        .join(" ");
      return { index: this.#passage + 1, total, text };
    }
    return { index: 0, total: 0, text: "" };
  }

  /** @param {Marked} marked */
  #register(marked) {
    for (const element of hitTargets(marked.block.element)) {
      const found = this.#byElement.get(element);
      if (found) found.push(marked);
      else this.#byElement.set(element, [marked]);
    }
  }

  /** @param {Point} point @returns {Marked | undefined} */
  #sentenceAt({ x, y, path }) {
    for (const target of path) {
      const candidates = this.#byElement.get(/** @type {Element} */ (target));
      if (!candidates) continue;
      const roots = new Set(candidates.map(({ block }) => block.element.getRootNode()));
      const caret = this.#document.caretPositionFromPoint(x, y, {
        shadowRoots: [...roots].filter((root) => root instanceof ShadowRoot),
      });
      if (!caret) return undefined;
      /** @type {Map<PageBlock, number | undefined>} */
      const offsets = new Map();
      return candidates.find(({ sentence, block }) => {
        if (!offsets.has(block)) {
          offsets.set(block, offsetOf(block.map, caret.offsetNode, caret.offset));
        }
        const at = offsets.get(block);
        if (at === undefined || at < sentence.start || at > sentence.end) return false;
        // The nearest letter may be far away, as at the end of a short line.
        return rectsOf(block, sentence).some((rect) => isNear(rect, x, y));
      });
    }
    return undefined;
  }

  /**
   * @param {Marked} marked
   * @param {number} [y] in the window; the card goes under the line that is there
   */
  #explain(marked, y) {
    const rects = rectsOf(marked.block, marked.sentence);
    const line =
      rects.find(({ top, bottom }) => y !== undefined && y >= top - SLACK && y <= bottom + SLACK) ??
      rects.at(-1);
    if (!line) return this.#hideCard();
    this.#shown = marked;
    this.#highlights.point(rangesOf(marked.block.map, marked.sentence) ?? []);
    this.#card.show(explain(marked.sentence), line);
  }

  #hideCard() {
    this.#shown = undefined;
    this.#highlights.point([]);
    this.#card.hide();
  }

  /** Keep the card at its sentence, or close it when that has left the window. */
  #followScroll() {
    if (!this.#shown) return;
    const last = rectsOf(this.#shown.block, this.#shown.sentence).at(-1);
    const height = this.#document.documentElement.clientHeight;
    if (!last || last.bottom < 0 || last.top > height) return this.#hideCard();
    this.#card.place(last);
  }

  /** @param {Element} element @param {Range} range */
  #scrollTo(element, range) {
    // Scrolls boxes inside the page; the window then goes to the very line.
    element.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { top } = range.getBoundingClientRect();
    this.#document.defaultView?.scrollBy({
      top: top - this.#document.documentElement.clientHeight / 3,
      behavior: "instant",
    });
  }
}

/**
 * The elements by which an event can tell that it hit a block: the block's own,
 * and the hosts of closed shadow trees around it, which hide what is inside.
 *
 * @param {Element} element
 */
function hitTargets(element) {
  const targets = [element];
  for (const around of ancestors(element)) {
    const root = around.getRootNode();
    if (around.parentElement === null && root instanceof ShadowRoot) {
      targets.push(root.host);
    }
  }
  return targets;
}

/** @param {PageBlock} block @param {Sentence} sentence */
function rectsOf(block, sentence) {
  const ranges = rangesOf(block.map, sentence) ?? [];
  return ranges.flatMap((range) => [...range.getClientRects()]);
}

/** @param {DOMRect} rect @param {number} x @param {number} y */
function isNear({ left, right, top, bottom }, x, y) {
  return (
    x >= left - SLACK && x <= right + SLACK && y >= top - SLACK && y <= bottom + SLACK
  );
}
