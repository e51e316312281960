/**
 * Read what a page has to read: its blocks, sorted into article and the rest.
 *
 * @import { PageBlock, PageText, ShadowRootOf } from "./blocks.js"
 */
import { proseWords, settle } from "./article.js";
import { readingOf } from "./blocks.js";

// Fewer words than a short report has; then it is worth looking behind
// aria-hidden,
const LEAST_PROSE_WORDS = 150;
// and so many times more words there are the page itself.
const MUCH_MORE = 3;

/**
 * While a consent box is open, a site often sets `aria-hidden` on all the rest.
 * Where leaving it out leaves out most of the running text, it is read.
 *
 * @param {Document} document
 * @param {ShadowRootOf} shadowRootOf
 * @param {(block: PageBlock) => boolean} [isNew] see `settle`
 * @returns {Generator<undefined, PageText>} can be interrupted at each element
 */
export function* textOf(document, shadowRootOf, isNew) {
  const read = yield* readingOf(document, shadowRootOf);
  const words = proseWords(read.blocks);
  if (words < LEAST_PROSE_WORDS) {
    const every = yield* readingOf(document, shadowRootOf, { readsSilent: true });
    if (proseWords(every.blocks) > MUCH_MORE * words) {
      return { ...every, blocks: settle(every.blocks, isNew) };
    }
  }
  yield;
  return { ...read, blocks: settle(read.blocks, isNew) };
}

/** @param {PageText} one @param {PageText} two */
export function isOtherText({ blocks: one }, { blocks: two }) {
  return (
    one.length !== two.length || one.some(({ map }, at) => map.text !== two[at]?.map.text)
  );
}

/** @param {PageBlock} block */
export function isInWindow({ element }) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < element.ownerDocument.documentElement.clientHeight;
}
