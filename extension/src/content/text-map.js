/**
 * Map offsets in a block's text to places in the page. Reads the DOM and never
 * changes it; knows nothing of scores, colours or the server.
 *
 * @import { Span } from "../shared/types.js"
 */

/**
 * A stretch of one text node that stands unchanged in the block's text.
 *
 * @typedef {object} Piece
 * @property {Text} node
 * @property {number} from offset of the stretch in the node
 * @property {number} start offset of the stretch in the block's text
 * @property {string} raw the node's characters when they were read
 */

/**
 * @typedef {object} TextMap
 * @property {string} text white space folded to single spaces and trimmed; half
 *   surrogate pairs are U+FFFD
 * @property {Piece[]} pieces in the order of the text
 */

/** Stands in a run for a line break, which is a space in the text. */
export const BREAK = Symbol("line break");

// White space that CSS folds, or the rest; a no-break space stays.
const TOKENS = /[ \t\n\r\f]+|[^ \t\n\r\f]+/gu;
const IS_SPACE = /^[ \t\n\r\f]/u;
// A lone surrogate cannot be sent as UTF-8; its stand-in is one unit as well,
// so that offsets stay.
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Fold a run of text nodes into one text and remember where each part stands.
 *
 * @param {readonly (Text | typeof BREAK)[]} run in reading order
 * @param {{keepSpace?: boolean}} [options] `keepSpace` for preformatted text:
 *   nothing is folded, and only the line ends around it are cut off
 * @returns {TextMap}
 */
export function mapText(run, { keepSpace = false } = {}) {
  /** @type {Piece[]} */
  const pieces = [];
  let text = "";
  // Asking a long text for its last character each time would take quadratic time.
  let afterSpace = true;
  for (const item of run) {
    if (item === BREAK) {
      if (keepSpace) text += "\n";
      else if (!afterSpace) text += " ";
      afterSpace = true;
      continue;
    }
    for (const { 0: token, index } of item.data.matchAll(TOKENS)) {
      const isSpace = IS_SPACE.test(token);
      if (isSpace && afterSpace && !keepSpace) continue;
      const folds = isSpace && !keepSpace;
      const raw = folds ? /** @type {string} */ (token[0]) : token;
      afterSpace = isSpace;
      const last = pieces.at(-1);
      if (
        last?.node === item &&
        last.from + last.raw.length === index &&
        last.start + last.raw.length === text.length
      ) {
        last.raw += raw;
      } else {
        pieces.push({ node: item, from: index, start: text.length, raw });
      }
      text += folds ? " " : raw;
    }
  }
  const { 0: kept = "", index: cut = 0 } =
    text.match(keepSpace ? /[^\r\n\f](?:[^]*[^\r\n\f])?/u : /[^ ](?:[^]*[^ ])?/u) ??
    {};
  return {
    text: kept.replace(LONE_SURROGATE, "\ufffd"),
    pieces: trimmed(pieces, cut, kept.length),
  };
}

/**
 * Cut pieces down to a part of the text.
 *
 * @param {readonly Piece[]} pieces
 * @param {number} start of the part
 * @param {number} length of the part
 */
function trimmed(pieces, start, length) {
  return pieces.flatMap((piece) => {
    const first = Math.max(0, start - piece.start);
    const end = Math.min(piece.raw.length, start + length - piece.start);
    if (first >= end) return [];
    return [
      {
        node: piece.node,
        from: piece.from + first,
        start: piece.start + first - start,
        raw: piece.raw.slice(first, end),
      },
    ];
  });
}

/**
 * @param {TextMap} map
 * @param {Span} span
 * @returns {{node: Text, from: number, to: number}[] | undefined} where the span stands,
 *   node by node; nothing when the page has changed
 */
function partsOf(map, span) {
  if (!(span.start >= 0 && span.start < span.end && span.end <= map.text.length)) {
    return undefined;
  }
  /** @type {{node: Text, from: number, to: number}[]} */
  const parts = [];
  for (let at = pieceAt(map.pieces, span.start); at < map.pieces.length; at += 1) {
    const { node, from, start, raw } = /** @type {Piece} */ (map.pieces[at]);
    if (start >= span.end) break;
    const first = Math.max(span.start - start, 0);
    const end = Math.min(span.end - start, raw.length);
    // The gap of a line break belongs to no piece.
    if (first >= end) continue;
    const part = { node, from: from + first, to: from + end };
    if (
      !node.isConnected ||
      node.data.slice(part.from, part.to) !== raw.slice(first, end)
    ) {
      return undefined;
    }
    parts.push(part);
  }
  return parts;
}

/**
 * Whether a span of a mapped text still stands in the page as it was read.
 *
 * @param {TextMap} map
 * @param {Span} span
 */
export const stands = (map, span) => (partsOf(map, span)?.length ?? 0) > 0;

/**
 * Find the place in the page of one span of a mapped text.
 *
 * @param {TextMap} map
 * @param {Span} span
 * @returns {Range[] | undefined} One range, or several where the text crosses
 *   the border of a shadow tree. Nothing when the page has changed since
 *   `mapText` read it, so that the span no longer covers the same text.
 */
export function rangesOf(map, span) {
  const parts = partsOf(map, span) ?? [];
  /** @type {Range[]} */
  const ranges = [];
  /** @type {Node | undefined} */
  let root;
  for (const { node, from, to } of parts) {
    const last = ranges.at(-1);
    // Slotted nodes can stand before their neighbour in the document.
    if (last && node.getRootNode() === root && last.comparePoint(node, to) > 0) {
      last.setEnd(node, to);
      continue;
    }
    root = node.getRootNode();
    const range = node.ownerDocument.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    ranges.push(range);
  }
  return ranges.length > 0 ? ranges : undefined;
}

/**
 * Find the offset in a mapped text of a place in the page.
 *
 * @param {TextMap} map
 * @param {Node} node
 * @param {number} offset in the node, in UTF-16 code units
 * @returns {number | undefined} Nothing when the place is not in the text.
 */
export function offsetOf(map, node, offset) {
  for (const piece of map.pieces) {
    if (
      piece.node === node &&
      offset >= piece.from &&
      offset <= piece.from + piece.raw.length
    ) {
      return piece.start + offset - piece.from;
    }
  }
  return undefined;
}

/**
 * @param {readonly Piece[]} pieces
 * @param {number} offset in the text
 * @returns {number} place of the last piece that starts at or before it, or 0
 */
function pieceAt(pieces, offset) {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (/** @type {Piece} */ (pieces[middle]).start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
