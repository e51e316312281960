/**
 * Read what a page has to read: its blocks, sorted into article and the rest.
 *
 * @import { PageBlock, ShadowRootOf } from "./blocks.js"
 */
import { proseWords, settle } from "./article.js";
import { readBlocks } from "./blocks.js";

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
 * @returns {PageBlock[]} in reading order
 */
export function readText(document, shadowRootOf) {
  const blocks = readBlocks(document, shadowRootOf);
  const words = proseWords(blocks);
  if (words < LEAST_PROSE_WORDS) {
    const every = readBlocks(document, shadowRootOf, { readsSilent: true });
    if (proseWords(every) > MUCH_MORE * words) return settle(every);
  }
  return settle(blocks);
}
