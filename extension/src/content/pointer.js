/**
 * Lead the reader to a sentence and explain it: by mouse, by click, by keyboard.
 *
 * @import { Label } from "../shared/types.js"
 * @import { Highlights } from "./highlight.js"
 * @import { Marked } from "./hit-map.js"
 */
import { Card } from "./card.js";
import { explain, MAX_REASONS } from "./explain.js";
import { HitMap, lineAt, linesOf } from "./hit-map.js";
import { Hover } from "./hover.js";
import { isSame } from "./scored-text.js";
import { rangesOf } from "./text-map.js";
import { originOf } from "./tree.js";

// How far from the window's top a place stands that the reader is led to.
const UPPER_PART = 1 / 3;

export class Pointer {
  #document;
  #highlights;
  #card;
  #map = new HitMap();
  /** @type {Marked | undefined} what the card is about */
  #shown;
  /** @type {Marked | undefined} the last sentence of its passage: the card hangs below */
  #last;
  /** @type {Hover<Marked>} */
  #hover;

  /**
   * @param {Document} document
   * @param {Highlights} highlights
   * @param {(marked: Marked, label: Label | undefined) => Promise<string>} [correct]
   *   keeps what the reader says of a sentence; gives what went wrong, or ""
   */
  constructor(document, highlights, correct) {
    this.#document = document;
    this.#highlights = highlights;
    const choose = correct && ((/** @type {Label | undefined} */ label) => {
      const marked = this.#shown;
      if (!marked) return;
      void correct(marked, label).then((problem) => {
        if (problem && this.#shown === marked) this.#card.complain(problem);
      });
    });
    this.#card = new Card(document, choose);
    this.#hover = new Hover({
      sentenceAt: (point) => this.#map.sentenceAt(point),
      isOnCard: ({ path }) => this.#card.holds(path),
      show: (marked, point) => this.#explain(marked, point.y + originOf(point.document).y),
      hide: () => this.#hide(),
      scrolled: () => this.#follow(),
    });
  }

  /**
   * @param {readonly Marked[]} found sentences that stand on the page
   * @param {HitMap} map of them
   * @param {readonly Document[]} frames
   */
  start(found, map, frames) {
    this.#map = map;
    const documents = [this.#document, ...frames];
    this.#hover.start(documents.flatMap(({ defaultView }) => defaultView ?? []));
    this.#again(found);
  }

  stop() {
    this.#hover.stop();
    this.#hide();
    this.#map.clear();
  }

  /**
   * Scroll to a passage and explain it.
   *
   * @param {readonly Marked[]} passage
   * @returns {string | undefined} its text; nothing where it has gone
   */
  leadTo(passage) {
    const first = passage[0];
    const ranges = passage.flatMap(rangesOfMarked);
    if (!first || !ranges[0]) return undefined;
    scrollTo(first.block.element, ranges[0]);
    this.#hover.reset();
    this.#explain(first);
    this.#highlights.point(ranges, reasonsIn(first));
    this.#last = passage.at(-1) ?? first;
    const line = linesOf(this.#last).at(-1);
    if (line) this.#card.place(line);
    return passage
      .map(({ sentence, block }) => block.map.text.slice(sentence.start, sentence.end))
      .join(" ");
  }

  /**
   * @param {Marked} marked
   * @param {number} [y] in the window; the card goes under the line that is there
   */
  #explain(marked, y) {
    const line = lineAt(linesOf(marked), y);
    if (!line) return this.#hide();
    this.#shown = marked;
    this.#last = marked;
    this.#highlights.point(rangesOfMarked(marked), reasonsIn(marked));
    this.#card.show(explain(marked.sentence), line);
  }

  #hide() {
    this.#shown = undefined;
    this.#highlights.point([]);
    this.#card.hide();
  }

  /** Keep the card at its sentence, or close it when that has left the window. */
  #follow() {
    if (!this.#shown) return;
    const last = linesOf(this.#last ?? this.#shown).at(-1) ?? linesOf(this.#shown).at(-1);
    const height = this.#document.documentElement.clientHeight;
    if (!last || last.bottom < 0 || last.top > height) return this.#hide();
    this.#card.place(last);
  }

  /**
   * The page was painted anew: the card stays where its sentence still stands.
   *
   * @param {readonly Marked[]} found
   */
  #again(found) {
    const before = this.#shown;
    if (!before) return;
    const same = found.find(
      ({ sentence, block }) =>
        isSame(sentence, before.sentence) && block.map.text === before.block.map.text,
    );
    if (!same) return this.#hide();
    this.#shown = same;
    this.#last = same;
    const line = linesOf(same).at(-1);
    if (line && same.sentence !== before.sentence) {
      this.#card.show(explain(same.sentence), line);
    }
    this.#highlights.point(rangesOfMarked(same), reasonsIn(same));
  }
}

/** @param {Marked} marked */
const rangesOfMarked = ({ sentence, block }) => rangesOf(block.map, sentence) ?? [];

/**
 * The words that attribute and the words that moved the score, where they stand;
 * as many as the card names.
 *
 * @param {Marked} marked
 * @returns {Range[]}
 */
function reasonsIn({ sentence, block }) {
  const { attribution, evidence = [] } = sentence;
  const cue = attribution?.cue;
  const spans = [
    ...(cue && (cue.block ?? sentence.block) === sentence.block ? [cue] : []),
    ...evidence.filter(({ weight }) => weight > 0),
  ];
  return spans
    .filter(({ start, end }) => start >= sentence.start && end <= sentence.end)
    .slice(0, MAX_REASONS)
    .flatMap((span) => rangesOf(block.map, span) ?? []);
}

/** @param {Element} element @param {Range} range */
function scrollTo(element, range) {
  const { ownerDocument: document } = element;
  // Scrolls boxes inside the page; the window then goes to the very line.
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  const { top } = range.getBoundingClientRect();
  document.defaultView?.scrollBy({
    top: top - document.documentElement.clientHeight * UPPER_PART,
    behavior: "instant",
  });
}
