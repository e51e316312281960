/**
 * Paint ranges by the CSS Custom Highlight API. The page's DOM is not touched:
 * the browser paints, and `marks.css` says how.
 *
 * Few buckets, because Firefox takes seconds for thousands of them. Their names
 * are neutral, because the page can read them.
 *
 * @import { Label, ProseLabel } from "../shared/types.js"
 */

/** @type {Record<ProseLabel, string>} */
const BUCKETS = {
  opinion: "ascribe-a",
  attributed: "ascribe-b",
  statement: "ascribe-c",
};
const HERE = "ascribe-here";

/**
 * The bucket of a sentence.
 *
 * @param {Label} label
 * @param {boolean} certain
 * @returns {string | undefined} Nothing for what is not prose: it is not painted.
 */
export function bucketOf(label, certain) {
  if (label === "other") return undefined;
  return certain ? BUCKETS[label] : `${BUCKETS[label]}-x`;
}

export class Highlights {
  // Firefox does not let a content script iterate over the page's registry.
  /** @type {Set<string>} */
  #names = new Set();

  /**
   * Replace all marks.
   *
   * @param {Iterable<{bucket: string, ranges: readonly Range[]}>} marks
   */
  paint(marks) {
    this.clear();
    /** @type {Map<string, Highlight>} */
    const buckets = new Map();
    for (const { bucket, ranges } of marks) {
      const highlight = buckets.get(bucket) ?? new Highlight();
      for (const range of ranges) highlight.add(range);
      buckets.set(bucket, highlight);
    }
    for (const [name, highlight] of buckets) {
      this.#names.add(name);
      CSS.highlights.set(name, highlight);
    }
  }

  /**
   * Show what the card is about; nothing where there are no ranges.
   *
   * @param {readonly Range[]} ranges
   */
  point(ranges) {
    CSS.highlights.delete(HERE);
    if (ranges.length === 0) return;
    const highlight = new Highlight(...ranges);
    highlight.priority = 1;
    this.#names.add(HERE);
    CSS.highlights.set(HERE, highlight);
  }

  /** Take all marks away. */
  clear() {
    for (const name of this.#names) CSS.highlights.delete(name);
    this.#names.clear();
  }
}
