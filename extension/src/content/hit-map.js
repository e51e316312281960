/**
 * Find the sentence at a place of the window, and the place of a sentence.
 * Geometry only.
 *
 * @import { Sentence } from "../shared/types.js"
 * @import { PageBlock } from "./blocks.js"
 * @import { Point } from "./hover.js"
 */
import { offsetOf, rangesOf } from "./text-map.js";
import { ancestors, isShadowRoot, originOf } from "./tree.js";

/**
 * @typedef {object} Marked A sentence that can be found on the page.
 * @property {Sentence} sentence
 * @property {PageBlock} block
 */

// How far from its letters a pointer is still on a sentence, in CSS pixels.
const SLACK = 3;

export class HitMap {
  /** @type {Map<Element, Marked[]>} by every element that can be hit for them */
  #byElement = new Map();

  clear() {
    this.#byElement.clear();
  }

  /**
   * @param {Iterable<Marked>} found
   * @returns {Generator<undefined, HitMap>} can be interrupted at each sentence
   */
  static *of(found) {
    const map = new HitMap();
    for (const marked of found) {
      map.add(marked);
      yield;
    }
    return map;
  }

  /** @param {Marked} marked */
  add(marked) {
    for (const element of hitTargets(marked.block.element)) {
      const found = this.#byElement.get(element);
      if (found) found.push(marked);
      else this.#byElement.set(element, [marked]);
    }
  }

  /** @param {Point} point @returns {Marked | undefined} */
  sentenceAt({ x, y, path, document }) {
    for (const target of path) {
      const candidates = this.#byElement.get(/** @type {Element} */ (target));
      if (!candidates) continue;
      const roots = new Set(candidates.map(({ block }) => block.element.getRootNode()));
      const caret = document.caretPositionFromPoint(x, y, {
        shadowRoots: [...roots].filter(isShadowRoot),
      });
      if (!caret) return undefined;
      /** @type {Map<PageBlock, number | undefined>} */
      const offsets = new Map();
      return candidates.find((marked) => {
        const { sentence, block } = marked;
        if (!offsets.has(block)) {
          offsets.set(block, offsetOf(block.map, caret.offsetNode, caret.offset));
        }
        const at = offsets.get(block);
        if (at === undefined || at < sentence.start || at > sentence.end) return false;
        // The nearest letter may be far away, as at the end of a short line.
        return ownRects(marked).some((rect) => isNear(rect, x, y));
      });
    }
    return undefined;
  }
}

/**
 * The lines of a sentence, in the window.
 *
 * @param {Marked} marked
 * @returns {DOMRect[]} none where the page has changed
 */
export function linesOf(marked) {
  const { x, y } = originOf(marked.block.element.ownerDocument);
  const rects = ownRects(marked);
  if (x === 0 && y === 0) return rects;
  return rects.map((rect) => new DOMRect(rect.x + x, rect.y + y, rect.width, rect.height));
}

/**
 * The line at a height, or the last.
 *
 * @param {readonly DOMRect[]} lines
 * @param {number} [y] in the window
 */
export function lineAt(lines, y) {
  return (
    lines.find(
      ({ top, bottom }) => y !== undefined && y >= top - SLACK && y <= bottom + SLACK,
    ) ?? lines.at(-1)
  );
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
    if (around.parentElement === null && isShadowRoot(root)) targets.push(root.host);
  }
  return targets;
}

/** In the window of its own document. @param {Marked} marked */
function ownRects({ block, sentence }) {
  const ranges = rangesOf(block.map, sentence) ?? [];
  return ranges.flatMap((range) => [...range.getClientRects()]);
}

/** @param {DOMRect} rect @param {number} x @param {number} y */
function isNear({ left, right, top, bottom }, x, y) {
  return (
    x >= left - SLACK && x <= right + SLACK && y >= top - SLACK && y <= bottom + SLACK
  );
}
