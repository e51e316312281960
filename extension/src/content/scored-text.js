/**
 * What is known of a page's text by now. Answers are kept by the text itself, so
 * that a passage is sent once, however often the page writes it anew.
 *
 * @import { Analysis, Block, Label, Sentence } from "../shared/types.js"
 * @import { PageBlock } from "./blocks.js"
 */

/**
 * @typedef {object} Part What was scored in one go.
 * @property {number} article parts of one article have one number
 * @property {string} title headline of that article; may be empty
 * @property {Analysis} analysis
 * @property {number} context blocks that were sent along to be understood, only
 *
 * @typedef {object} Request
 * @property {Block[]} blocks
 * @property {Map<string, string>} keys of the blocks by id; context has none
 * @property {number} article
 * @property {string} title
 *
 * @typedef {object} Known
 * @property {Part} part
 * @property {Sentence[][]} standings sentences of each time the text was sent
 *
 * @typedef {object} Live A block of the page as it is now, and what is known of it.
 * @property {PageBlock} block
 * @property {Part} part
 * @property {Sentence[]} sentences
 */

// Far more than an article has. A longer page goes in parts, so that what is in
// the window is marked first, and nobody waits for a book.
export const MAX_PART_WORDS = 6_000;
// Fewer new words cannot be understood by themselves: what stands before them is
// sent along.
const MIN_OWN_WORDS = 150;
const MAX_CONTEXT_BLOCKS = 4;
// A shorter sentence can stand on a page twice without being a repetition; the
// number of `model/ascribe/page/summary.py`.
const MIN_REPEATED_WORDS = 6;

/** @param {Pick<PageBlock, "kind" | "map">} block */
const keyOf = ({ kind, map }) => `${kind} ${map.text}`;

export class ScoredText {
  /** @type {Map<string, Known>} */
  #known = new Map();
  /** @type {Request[]} */
  #queue = [];
  /** @type {Request | undefined} sent, not yet answered */
  #sent;
  #lastId = 0;
  #lastArticle = 0;

  /** Forget everything. */
  clear() {
    this.#known.clear();
    this.#queue = [];
    this.#sent = undefined;
  }

  /** @param {PageBlock} block */
  isKnown(block) {
    return this.#known.has(keyOf(block));
  }

  /** How many blocks are still to be scored. */
  get waiting() {
    return [...this.#queue, ...(this.#sent ? [this.#sent] : [])].reduce(
      (sum, { keys }) => sum + keys.size,
      0,
    );
  }

  /**
   * Decide what is to be sent of a page as it is now.
   *
   * @param {readonly PageBlock[]} blocks in reading order
   * @param {(block: PageBlock) => boolean} isVisible what is in the window goes first
   */
  plan(blocks, isVisible) {
    const underWay = new Set(this.#sent?.keys.values());
    const fresh = blocks.filter(
      (block) => !this.isKnown(block) && !underWay.has(keyOf(block)),
    );
    this.#queue = [];
    if (fresh.length === 0) return;
    const words = fresh.reduce(
      (sum, { kind, words }) => sum + (kind === "other" ? 0 : words),
      0,
    );
    const article = this.#articleOf(blocks, fresh, words);
    const chunks = chunksOf(fresh);
    const visible = Math.max(0, chunks.findIndex((chunk) => chunk.some(isVisible)));
    // From the window down, then what stands above it.
    const ordered = [...chunks.slice(visible), ...chunks.slice(0, visible).reverse()];
    const context = words < MIN_OWN_WORDS ? this.#before(blocks, fresh[0]) : [];
    this.#queue = ordered.map((chunk) => this.#request(context, chunk, article));
  }

  /** @returns {Block[]} what is to be sent now; empty where nothing is */
  next() {
    this.#sent ??= this.#queue.shift();
    return this.#sent?.blocks ?? [];
  }

  /**
   * Take the answer to what was sent.
   *
   * @param {Analysis} analysis
   */
  take(analysis) {
    const sent = this.#sent;
    if (!sent) return;
    this.#sent = undefined;
    const { keys, article, title, blocks } = sent;
    const part = { article, title, analysis, context: blocks.length - keys.size };
    /** @type {Map<string, Sentence[]>} */
    const byId = new Map([...keys.keys()].map((id) => [id, []]));
    for (const sentence of corrected(analysis)) byId.get(sentence.block)?.push(sentence);
    for (const [id, key] of keys) {
      const found = byId.get(id) ?? [];
      const known = this.#known.get(key);
      if (known?.part === part) known.standings.push(found);
      else this.#known.set(key, { part, standings: [found] });
    }
  }

  /**
   * The reader has labelled a sentence, or has taken that back.
   *
   * @param {Sentence} sentence
   * @param {{id: number, label: Label} | undefined} correction
   */
  relabel(sentence, correction) {
    for (const { standings } of this.#known.values()) {
      for (const sentences of standings) {
        const at = sentences.findIndex((one) => isSame(one, sentence));
        const found = sentences[at];
        if (found) sentences[at] = labelled(found, correction);
      }
    }
  }

  /**
   * What is known of a page as it is now. A sentence that stands on it twice is
   * marked as repeated from the second time on.
   *
   * @param {readonly PageBlock[]} blocks
   * @returns {Generator<undefined, Live[]>} can be interrupted at each block
   */
  *live(blocks) {
    /** @type {Map<string, number>} */
    const standing = new Map();
    /** @type {Set<string>} */
    const seen = new Set();
    /** @type {Live[]} */
    const live = [];
    for (const block of blocks) {
      yield;
      const key = keyOf(block);
      const known = this.#known.get(key);
      if (!known) continue;
      const nth = standing.get(key) ?? 0;
      standing.set(key, nth + 1);
      const sentences = (known.standings[nth] ?? known.standings.at(-1) ?? []).map(
        (sentence) => {
          const text = block.map.text.slice(sentence.start, sentence.end).toLowerCase();
          const again = seen.has(text) && text.split(" ").length >= MIN_REPEATED_WORDS;
          seen.add(text);
          return again && !sentence.repeated ? { ...sentence, repeated: true } : sentence;
        },
      );
      live.push({ block, part: known.part, sentences });
    }
    return live;
  }

  /**
   * New text that opens with a headline, or stands on a page of which nothing is
   * known, is an article of its own; the rest goes on with what stands before it.
   *
   * @param {readonly PageBlock[]} blocks
   * @param {readonly PageBlock[]} fresh
   * @param {number} words
   * @returns {{article: number, title: string}}
   */
  #articleOf(blocks, fresh, words) {
    const heading = fresh.find(({ kind }) => kind !== "other");
    /** @param {PageBlock} block */
    const isKnownText = (block) => block.kind !== "other" && this.isKnown(block);
    const before = blocks
      .slice(0, blocks.indexOf(/** @type {PageBlock} */ (fresh[0])))
      .findLast(isKnownText);
    const opens = heading?.kind === "heading" && words >= MIN_OWN_WORDS;
    const anyKnown = before ?? blocks.find(isKnownText);
    const known = anyKnown && this.#known.get(keyOf(anyKnown));
    if (known && !opens) return known.part;
    this.#lastArticle += 1;
    const title = fresh.find(({ kind }) => kind === "heading")?.map.text ?? "";
    return { article: this.#lastArticle, title };
  }

  /** @param {readonly PageBlock[]} blocks @param {PageBlock | undefined} first */
  #before(blocks, first) {
    if (!first) return [];
    return blocks
      .slice(0, blocks.indexOf(first))
      .filter((block) => block.kind !== "other" && this.isKnown(block))
      .slice(-MAX_CONTEXT_BLOCKS);
  }

  /**
   * @param {readonly PageBlock[]} context
   * @param {readonly PageBlock[]} blocks
   * @param {{article: number, title: string}} article
   * @returns {Request}
   */
  #request(context, blocks, { article, title }) {
    /** @type {Map<string, string>} */
    const keys = new Map();
    /** @param {PageBlock} block @returns {Block} */
    const made = ({ kind, map, linkDensity }) => ({
      id: String((this.#lastId += 1)),
      kind,
      text: map.text,
      link_density: Math.round(linkDensity * 1000) / 1000,
    });
    const sent = context.map(made);
    for (const block of blocks) {
      const one = made(block);
      keys.set(one.id, keyOf(block));
      sent.push(one);
    }
    return { blocks: sent, keys, article, title };
  }
}

/** @param {readonly PageBlock[]} blocks @returns {PageBlock[][]} never an empty one */
function chunksOf(blocks) {
  /** @type {PageBlock[][]} */
  const chunks = [[]];
  let words = 0;
  for (const block of blocks) {
    if (words >= MAX_PART_WORDS) {
      chunks.push([]);
      words = 0;
    }
    chunks.at(-1)?.push(block);
    words += block.words;
  }
  return chunks;
}

/** @param {Pick<Sentence, "block" | "start" | "end">} one @param {Pick<Sentence, "block" | "start" | "end">} two */
export const isSame = (one, two) =>
  one.block === two.block && one.start === two.start && one.end === two.end;

/** @param {Analysis} analysis @returns {Sentence[]} with the reader's own labels */
function corrected({ sentences, corrections = [] }) {
  if (corrections.length === 0) return sentences;
  return sentences.map((sentence) => {
    const found = corrections.find((one) => isSame(one, sentence));
    return found ? labelled(sentence, found) : sentence;
  });
}

/**
 * @param {Sentence} sentence
 * @param {{id: number, label: Label} | undefined} correction
 * @returns {Sentence} another one; what the model says is kept in it
 */
function labelled({ correction: before, ...sentence }, correction) {
  const given = before?.given ?? sentence.label;
  if (!correction) return { ...sentence, label: given };
  const { id, label } = correction;
  return { ...sentence, label, correction: { id, given } };
}
