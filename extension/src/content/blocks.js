/**
 * Read the visible text blocks of a page. Never changes the page.
 *
 * A block is a run of text that the browser lays out as one unit: the text
 * between two borders of block-level boxes, or between two line breaks in a row.
 * `model/ascribe/reading/html_reader.py` states the rules and follows them for saved
 * pages; here the computed style says what is a block and what is visible.
 *
 * @import { BlockKind } from "../shared/types.js"
 * @import { TextMap } from "./text-map.js"
 */
import { isAside, isSkipped, kindInside } from "./page-parts.js";
import { BREAK, mapText } from "./text-map.js";
import { documentIn } from "./tree.js";

/**
 * @typedef {object} PageBlock
 * @property {BlockKind} kind
 * @property {Element} element the block-level element that holds the text
 * @property {TextMap} map
 * @property {number} words
 * @property {number} linkDensity share of the characters inside links, [0, 1]
 * @property {Element[]} asides the elements around it that look like asides
 */

/**
 * @typedef {object} Context What holds for everything inside an element.
 * @property {BlockKind} kind by everything around the text
 * @property {BlockKind} blockKind by the block-level elements around it only
 * @property {Element} element
 * @property {boolean} link
 * @property {Element[]} asides
 * @property {number} depth
 */

/**
 * The shadow tree of an element, open or closed; null where it has none. Only
 * the browser's own interface for extensions can tell of closed ones.
 *
 * @typedef {(element: Element) => ShadowRoot | null} ShadowRootOf
 */

// The HTML parser nests no deeper than 512; a script can, and would overflow
// the stack.
const MAX_DEPTH = 1_000;

// Smaller frames, in CSS pixels, hold counters and buttons, not text.
const LEAST_FRAME = 100;

// Elements that sites lay out side by side as inline boxes.
const BOX_TAGS = new Set([
  "article", "aside", "blockquote", "div", "figure", "h1", "h2", "h3", "h4", "h5",
  "h6", "li", "ol", "p", "section", "ul",
]);

// A letter, perhaps with a quotation mark, that is set large at the start.
const MAX_DROP_CAP = 3;

/**
 * Read all blocks of a document and of the frames of its own site, in reading
 * order. Can be interrupted at each element.
 *
 * @param {Document} document
 * @param {ShadowRootOf} shadowRootOf
 * @param {{readsSilent?: boolean}} [options] `readsSilent` where parts that are
 *   `aria-hidden` count as text
 * @returns {Generator<undefined, PageText>}
 */
export function* readingOf(document, shadowRootOf, options = {}) {
  const walk = new Walk(shadowRootOf, options);
  if (document.body) yield* walk.element(document.body, contextOf(document.body));
  const { blocks, roots, frames, foreignFrames } = walk;
  return { blocks, roots: [document, ...roots], frames, foreignFrames };
}

/**
 * @typedef {object} PageText
 * @property {PageBlock[]} blocks in reading order
 * @property {(Document | ShadowRoot)[]} roots of all trees that were read
 * @property {Document[]} frames documents of frames
 * @property {number} foreignFrames frames of other sites that can be seen
 */

/** @param {Element} body @returns {Context} */
const contextOf = (body) => ({
  kind: "paragraph",
  blockKind: "paragraph",
  element: body,
  link: false,
  asides: [],
  depth: 0,
});

/** One pass over a page; holds the block that is being gathered. */
class Walk {
  /** @type {PageBlock[]} */
  blocks = [];
  /** @type {(Document | ShadowRoot)[]} */
  roots = [];
  /** @type {Document[]} */
  frames = [];
  foreignFrames = 0;
  /** @type {(Text | typeof BREAK)[]} */
  #run = [];
  /** @type {Set<Text>} */
  #linked = new Set();
  /** @type {Set<BlockKind>} of the texts of the run */
  #kinds = new Set();
  /** @type {Context | undefined} the context of the first text of the run */
  #context;
  /** @type {ShadowRootOf} */
  #shadowRootOf;
  #options;

  /** @param {ShadowRootOf} shadowRootOf @param {{readsSilent?: boolean}} options */
  constructor(shadowRootOf, options) {
    this.#shadowRootOf = shadowRootOf;
    this.#options = options;
  }

  /**
   * @param {Element} element
   * @param {Context} outer
   * @returns {Generator<undefined, void>}
   */
  *element(element, outer) {
    yield;
    if (element.localName === "br") return this.#lineBreak(outer);
    if (element.localName === "iframe") {
      yield* this.#frame(element, outer);
      return;
    }
    if (isSkipped(element, this.#options) || outer.depth > MAX_DEPTH) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || isClippedAway(style)) return;

    const isBlock = startsBlock(element, style);
    if (isBlock) this.#endBlock();
    const kind = kindInside(element, outer.kind);
    const inner = {
      kind,
      blockKind: isBlock ? kind : outer.blockKind,
      element: isBlock ? element : outer.element,
      link: outer.link || element.localName === "a",
      asides: isAside(element) ? [...outer.asides, element] : outer.asides,
      depth: outer.depth + 1,
    };
    const visible = style.visibility === "visible";
    for (const child of this.#childrenOf(element)) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (visible) this.#text(/** @type {Text} */ (child), inner);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        yield* this.element(/** @type {Element} */ (child), inner);
      }
    }
    if (isBlock) this.#endBlock();
  }

  /**
   * What a frame shows is read where the frame stands.
   *
   * @param {Element} element
   * @param {Context} outer
   * @returns {Generator<undefined, void>}
   */
  *#frame(element, outer) {
    const { width, height } = element.getBoundingClientRect();
    if (width < LEAST_FRAME || height < LEAST_FRAME || outer.depth > MAX_DEPTH) return;
    const document = documentIn(element);
    if (!document?.body) {
      if (!document) this.foreignFrames += 1;
      return;
    }
    this.#endBlock();
    this.roots.push(document);
    this.frames.push(document);
    yield* this.element(document.body, {
      ...contextOf(document.body),
      asides: outer.asides,
      depth: outer.depth + 1,
    });
    this.#endBlock();
  }

  /** Close the block that is being gathered, if it has any text. */
  #endBlock() {
    if (this.#context) {
      const { blockKind, element, asides } = this.#context;
      // A heading that is set in the line makes a heading of its block only where
      // there is nothing else in it.
      const [inline = blockKind, ...others] = this.#kinds;
      const kind = others.length === 0 ? inline : blockKind;
      const map = mapText(this.#run, { keepSpace: kind === "preformatted" });
      let all = 0;
      let linked = 0;
      for (const { node, raw } of map.pieces) {
        const characters = raw.replace(/\s+/gu, "").length;
        all += characters;
        if (this.#linked.has(node)) linked += characters;
      }
      this.blocks.push({
        kind,
        element,
        map,
        words: map.text.split(/\s+/u).length,
        linkDensity: linked / all,
        asides,
      });
    }
    this.#run = [];
    this.#linked = new Set();
    this.#kinds = new Set();
    this.#context = undefined;
  }

  /** @param {Text} node @param {Context} context */
  #text(node, context) {
    this.#run.push(node);
    if (context.link) this.#linked.add(node);
    if (!/\S/u.test(node.data)) return;
    this.#kinds.add(context.kind);
    this.#context ??= context;
  }

  /**
   * Two line breaks with nothing between them end the block.
   *
   * @param {Context} context
   */
  #lineBreak(context) {
    const last = this.#run.findLast((item) => item === BREAK || /\S/u.test(item.data));
    if (last === BREAK && context.blockKind !== "preformatted") return this.#endBlock();
    this.#run.push(BREAK);
  }

  /** @param {Element} element @returns {Iterable<Node>} as laid out */
  #childrenOf(element) {
    if (element.localName === "slot") {
      const assigned = /** @type {HTMLSlotElement} */ (element).assignedNodes();
      if (assigned.length > 0) return assigned;
    }
    if (element.localName === "details" && !element.hasAttribute("open")) {
      return [...element.children].filter((child) => child.localName === "summary");
    }
    const root = this.#shadowRootOf(element);
    if (root) this.roots.push(root);
    return (root ?? element).childNodes;
  }
}

/** @param {Element} element @param {CSSStyleDeclaration} style */
function startsBlock(element, { display, float }) {
  // A floated first letter is laid out as a box and read as part of its word.
  if (
    (float === "left" || float === "right") &&
    (element.textContent ?? "").trim().length <= MAX_DROP_CAP
  ) {
    return false;
  }
  // Boxes in a row, such as teasers, are separate texts; words set in a box of
  // their own inside a sentence are not.
  if (/^inline-(?:block|flex|grid)$/u.test(display)) {
    return BOX_TAGS.has(element.localName);
  }
  return !/^(?:inline|ruby|contents|$)/u.test(display);
}

/**
 * Text for screen readers only: there, but clipped to nothing.
 *
 * @param {CSSStyleDeclaration} style
 */
function isClippedAway(style) {
  if (style.position !== "absolute" && style.position !== "fixed") return false;
  const clipped =
    /^rect\((?:[01]px,? ?){4}\)$/u.test(style.clip) ||
    /^inset\((?:50|100)%\)$/u.test(style.clipPath);
  const tiny =
    style.overflow === "hidden" &&
    (parseFloat(style.width) <= 1 || parseFloat(style.height) <= 1);
  return clipped || tiny;
}
