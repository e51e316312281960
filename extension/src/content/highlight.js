/**
 * Paint ranges by the CSS Custom Highlight API. The page's DOM is not touched:
 * the browser paints, and the style sheet of the marks says how.
 *
 * Few buckets, because Firefox takes seconds for thousands of them. Their names
 * are neutral, because the page can read them. Each frame has a registry of its own.
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
const WHY = "ascribe-why";

/** @typedef {Window & typeof globalThis} Realm */
/** @typedef {{bucket: string, ranges: readonly Range[]}} Mark */
/** @typedef {Map<Realm, Map<string, Highlight>>} Painting marks by window and name */

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

/**
 * The registry of a window. In a content script of Firefox 153 `realm.CSS.highlights`
 * gives, wherever it is written, the registry of the window that this place of the code
 * was first run for; with several frames all but one would stay without marks. The
 * getter itself answers rightly.
 *
 * @param {Realm} realm
 * @returns {HighlightRegistry | undefined} none where the window has gone
 */
function registryOf({ CSS }) {
  const property = CSS && Reflect.getOwnPropertyDescriptor(CSS, "highlights");
  return property?.get ? property.get.call(CSS) : property?.value;
}

export class Highlights {
  // Firefox does not let a content script iterate over the page's registry.
  /** @type {Painting} */
  #painted = new Map();
  /** @type {Painting} what lies over the marks */
  #pointed = new Map();

  /**
   * Put marks together without showing them.
   *
   * @param {Iterable<Mark>} marks
   * @returns {Generator<undefined, Painting>} can be interrupted at each mark
   */
  *prepare(marks) {
    /** @type {Painting} */
    const painting = new Map();
    for (const { bucket, ranges } of marks) {
      for (const range of ranges) bucketIn(painting, range, bucket).add(range);
      yield;
    }
    return painting;
  }

  /** Show these marks in place of all others. @param {Painting} painting */
  show(painting) {
    put(painting, this.#painted);
    this.#painted = painting;
  }

  /**
   * Show what the card is about, and which of its words tell; nothing where there
   * are no ranges.
   *
   * @param {readonly Range[]} ranges
   * @param {readonly Range[]} [words]
   */
  point(ranges, words = []) {
    /** @type {Painting} */
    const pointed = new Map();
    for (const range of ranges) bucketIn(pointed, range, HERE, 1).add(range);
    for (const range of words) bucketIn(pointed, range, WHY, 2).add(range);
    put(pointed, this.#pointed);
    this.#pointed = pointed;
  }

  /** Take all marks away. */
  clear() {
    this.point([]);
    this.show(new Map());
  }
}

/** Put one painting into the registries in place of another. @param {Painting} after @param {Painting} before */
function put(after, before) {
  for (const [realm, buckets] of before) {
    for (const name of buckets.keys()) {
      if (!after.get(realm)?.has(name)) registryOf(realm)?.delete(name);
    }
  }
  for (const [realm, buckets] of after) {
    for (const [name, highlight] of buckets) registryOf(realm)?.set(name, highlight);
  }
}

/**
 * @param {Painting} painting
 * @param {Range} range
 * @param {string} name
 * @param {number} [priority] of buckets that lie over others
 * @returns {Highlight}
 */
function bucketIn(painting, range, name, priority = 0) {
  const realm = /** @type {Realm} */ (
    range.startContainer.ownerDocument?.defaultView ?? globalThis
  );
  const buckets = painting.get(realm) ?? new Map();
  painting.set(realm, buckets);
  let highlight = buckets.get(name);
  if (!highlight) {
    highlight = new realm.Highlight();
    highlight.priority = priority;
    buckets.set(name, highlight);
  }
  return highlight;
}
