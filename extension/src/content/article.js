/**
 * Find where on a page the article stands, and what stands beside it.
 *
 * Goes by place and length, never by what the text says; changes nothing in the
 * page. The numbers are those of `model/ascribe/reading/html_region.py`.
 *
 * @import { PageBlock } from "./blocks.js"
 */
import { ancestors } from "./tree.js";

// A block of running text: fewer words are labels, dates and buttons.
const MIN_PROSE_WORDS = 8;
// Above it a block is a teaser or a list of links.
const MAX_LINK_DENSITY = 0.5;
// Above it a block leads elsewhere: a teaser, "Read more: …", a tag.
const TEASER_LINK_DENSITY = 0.8;
// Part of the page's prose above which a name such as "content-with-sidebar" is
// taken for the page's frame and not for an aside.
const MAX_ASIDE_PART = 0.4;
// How far before the article's element its headline may stand, in blocks.
const MAX_HEADER_BLOCKS = 30;
// What a block's words count for at each step up from its own element: a parent
// whose many children are paragraphs wins over the whole page.
const DECAY = 0.7;
// Words of running text that must come in for each word that is not, when the
// article's element is widened.
const MIN_GAIN = 2;

// Words of running text that make an article of what is added to a page.
const MIN_ARTICLE_WORDS = 150;

const PROSE_KINDS = new Set(["paragraph", "quote", "list_item", "preformatted"]);

/**
 * Keep the blocks that a reader of the article reads. Running text beside the
 * article stays as kind `other`, so that it is counted as left out; labels and
 * link lists beside it are dropped.
 *
 * @param {readonly PageBlock[]} blocks of one page, in reading order
 * @param {(block: PageBlock) => boolean} [isNew] what came after the first reading.
 *   An article of its own among it is read as well, as where a second article is
 *   appended to the first.
 * @returns {PageBlock[]} new objects; the given ones stay as they are
 */
export function settle(blocks, isNew) {
  const beside = besideFlags(blocks);
  const inside = insideFlags(blocks, beside);
  if (isNew) addNewArticle(blocks, beside, inside, isNew);
  return blocks.flatMap((block, at) => {
    if (!inside[at] && !isProse(block)) return [];
    const leadsElsewhere =
      block.linkDensity >= TEASER_LINK_DENSITY && block.element.localName !== "h1";
    const other = beside[at] || !inside[at] || leadsElsewhere;
    return [other ? { ...block, kind: /** @type {const} */ ("other") } : block];
  });
}

/**
 * @param {readonly PageBlock[]} blocks
 * @param {readonly boolean[]} beside
 * @param {boolean[]} inside is set for the blocks of the new article
 * @param {(block: PageBlock) => boolean} isNew
 */
function addNewArticle(blocks, beside, inside, isNew) {
  /** @type {number[]} */
  const places = [];
  blocks.forEach((block, at) => {
    if (!inside[at] && !beside[at] && isNew(block)) places.push(at);
  });
  const added = places.map((at) => /** @type {PageBlock} */ (blocks[at]));
  if (proseWords(added) < MIN_ARTICLE_WORDS) return;
  const flags = insideFlags(added, added.map(() => false));
  places.forEach((at, nth) => {
    inside[at] = /** @type {boolean} */ (flags[nth]);
  });
}

/**
 * The number of words of running text.
 *
 * @param {readonly PageBlock[]} blocks
 */
export const proseWords = (blocks) =>
  blocks.filter(isProse).reduce((sum, { words }) => sum + words, 0);

/** @param {PageBlock} block */
const isProse = ({ kind, words, linkDensity }) =>
  PROSE_KINDS.has(kind) && words >= MIN_PROSE_WORDS && linkDensity < MAX_LINK_DENSITY;

/** @param {readonly PageBlock[]} blocks @returns {boolean[]} */
function besideFlags(blocks) {
  const prose = blocks.filter(isProse);
  const total = proseWords(prose);
  /** @type {Map<Element, number>} */
  const inAside = new Map();
  for (const { asides, words } of prose) {
    for (const aside of asides) inAside.set(aside, (inAside.get(aside) ?? 0) + words);
  }
  return blocks.map(({ asides }) =>
    asides.some((aside) => (inAside.get(aside) ?? 0) <= MAX_ASIDE_PART * total),
  );
}

/**
 * @param {readonly PageBlock[]} blocks
 * @param {readonly boolean[]} beside
 * @returns {boolean[]} all true where the page has no running text at all
 */
function insideFlags(blocks, beside) {
  const ours = blocks.filter(
    (block, at) => !beside[at] && block.kind !== "caption",
  );
  const score = wordsByElement(ours.filter(isProse), DECAY);
  for (const block of ours.filter(isProse)) {
    // A block is no region: one long paragraph is not yet an article.
    score.set(block.element, (score.get(block.element) ?? 0) - block.words);
  }
  /** @type {Element | undefined} */
  let core;
  for (const [element, points] of score) {
    if (!core || points > (score.get(core) ?? 0)) core = element;
  }
  if (!core) return blocks.map(() => true);
  const region = widened(core, ours);
  const inside = blocks.map(({ element }) => isInside(element, region));
  for (const at of headline(blocks, beside, inside)) inside[at] = true;
  return inside;
}

/**
 * The words of the blocks in each element. At each step up from a block's own
 * element its words count `decay` times.
 *
 * @param {readonly PageBlock[]} blocks
 * @param {number} decay
 */
function wordsByElement(blocks, decay) {
  /** @type {Map<Element, number>} */
  const words = new Map();
  for (const block of blocks) {
    let points = block.words;
    for (const element of ancestors(block.element)) {
      words.set(element, (words.get(element) ?? 0) + points);
      points *= decay;
    }
  }
  return words;
}

/**
 * Climb from `core` as long as what comes in is mostly running text.
 *
 * @param {Element} core
 * @param {readonly PageBlock[]} blocks
 */
function widened(core, blocks) {
  const prose = wordsByElement(blocks.filter(isProse), 1);
  const every = wordsByElement(blocks, 1);
  let region = core;
  for (const element of ancestors(core)) {
    const gain = (prose.get(element) ?? 0) - (prose.get(region) ?? 0);
    const cost = (every.get(element) ?? 0) - (every.get(region) ?? 0) - gain;
    if (gain > 0 && gain >= MIN_GAIN * cost) region = element;
  }
  return region;
}

/**
 * Find the headline and standfirst where they stand before the article's
 * element, as they do on many sites: a header of their own, then the text.
 *
 * @param {readonly PageBlock[]} blocks
 * @param {readonly boolean[]} beside
 * @param {readonly boolean[]} inside
 * @returns {number[]} their places among the blocks
 */
function headline(blocks, beside, inside) {
  /** @param {number} at */
  const isTop = (at) => blocks[at]?.element.closest("h1") !== null;
  if (inside.some((isIn, at) => isIn && isTop(at))) return [];
  const first = inside.indexOf(true);
  /** @param {number} at */
  const isText = (at) => (blocks[at]?.linkDensity ?? 1) < MAX_LINK_DENSITY;
  const start = blocks.findLastIndex(
    (_, at) =>
      at < first && at >= first - MAX_HEADER_BLOCKS && isTop(at) && isText(at),
  );
  if (start < 0) return [];
  /** @type {number[]} */
  const found = [];
  blocks.slice(start, first).forEach((block, offset) => {
    const at = start + offset;
    if (!beside[at] && isText(at) && (block.kind === "heading" || isProse(block))) {
      found.push(at);
    }
  });
  return found;
}

/** @param {Element} element @param {Element} outer */
function isInside(element, outer) {
  for (const at of ancestors(element)) if (at === outer) return true;
  return false;
}
