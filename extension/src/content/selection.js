/**
 * Find what of a page the reader has selected. Reads only.
 *
 * @import { PageBlock } from "./blocks.js"
 * @import { Marked } from "./hit-map.js"
 */
import { rangesOf } from "./text-map.js";

/**
 * @param {Document} document
 * @param {readonly PageBlock[]} blocks
 * @returns {{blocks: PageBlock[], holds: (marked: Marked) => boolean}} the blocks
 *   that the selection touches, and whether it touches a sentence
 */
export function selectedIn(document, blocks) {
  const selection = document.getSelection();
  const selected =
    selection && selection.rangeCount > 0 && !selection.isCollapsed
      ? selection.getRangeAt(0).cloneRange()
      : undefined;
  /** @param {Range} range */
  const touches = (range) =>
    selected !== undefined &&
    range.startContainer.getRootNode() === selected.startContainer.getRootNode() &&
    selected.compareBoundaryPoints(Range.END_TO_START, range) < 0 &&
    selected.compareBoundaryPoints(Range.START_TO_END, range) > 0;
  return {
    blocks: blocks
      .filter(({ map }) =>
        (rangesOf(map, { start: 0, end: map.text.length }) ?? []).some(touches),
      )
      // What was chosen by hand is text, wherever it stands.
      .map((block) => (block.kind === "other" ? { ...block, kind: "paragraph" } : block)),
    holds: ({ sentence, block }) => (rangesOf(block.map, sentence) ?? []).some(touches),
  };
}
