/**
 * Add up what is known of a page: one score over all that was scored, and one for
 * each article where there are several.
 *
 * @import { ArticleScore, PageScore, ProseLabel, Source, Status, Summary } from "../shared/types.js"
 * @import { Live, Part } from "./scored-text.js"
 */
import { PROSE_LABELS } from "../shared/words.js";

/**
 * @typedef {object} Weighted
 * @property {number} words
 * @property {Record<ProseLabel, number>} shares
 * @property {Record<ProseLabel, number>} spread half widths of the intervals
 * @property {PageScore["intervals"]} [intervals] the server's own
 */

// Half width of the interval of an addition that is too short for one of its own.
const WIDEST = 0.5;
// Of a part that the page has mostly taken away, only what is left counts.
const MOST_IS_LEFT = 0.5;

/**
 * @param {readonly Live[]} live at least one
 * @param {number} foreignFrames
 * @returns {Summary}
 */
export function summaryOf(live, foreignFrames = 0) {
  const parts = partsOf(live);
  const first = /** @type {Part} */ (parts[0]);
  const status = statusOf(parts);
  const total = status === "scored" ? totalOf(weighed(parts, live)) : undefined;
  return {
    status,
    model: first.analysis.model,
    page: {
      words: Math.round(total?.words ?? first.analysis.page.words),
      shares: total?.shares ?? null,
      intervals: total ? intervalsOf(total) : null,
      coverage: coverageOf(parts),
    },
    sources: sourcesOf(parts),
    counts: countsOf(live),
    articles: articlesOf(parts, live),
    foreignFrames,
  };
}

/**
 * The parts of which sentences still stand on the page; all, where there is none.
 *
 * @param {readonly Live[]} live
 * @returns {Part[]}
 */
function partsOf(live) {
  const told = live.filter(({ sentences }) => sentences.length > 0);
  return [...new Set((told.length > 0 ? told : live).map(({ part }) => part))];
}

/**
 * How much of a part still stands on the page, by sentences.
 *
 * @param {Part} part
 * @param {readonly Live[]} live of that part
 * @returns {number} in [0, 1]
 */
function leftOf({ analysis }, live) {
  const left = live.reduce((sum, { sentences }) => sum + sentences.length, 0);
  return Math.min(1, left / Math.max(1, analysis.sentences.length));
}

/** @param {readonly Part[]} parts @returns {Status} */
function statusOf(parts) {
  const statuses = parts.map(({ analysis }) => analysis.status);
  return statuses.includes("scored") ? "scored" : /** @type {Status} */ (statuses[0]);
}

/** @param {readonly Live[]} live */
function countsOf(live) {
  const counts = { opinion: 0, attributed: 0, statement: 0 };
  for (const { sentences } of live) {
    for (const { label, repeated } of sentences) {
      if (label !== "other" && !repeated) counts[label] += 1;
    }
  }
  return counts;
}

/**
 * @param {readonly Part[]} parts
 * @param {readonly Live[]} live
 * @returns {Weighted[]} none for parts without prose
 */
function weighed(parts, live) {
  return parts.flatMap((part) => {
    const { words, shares, intervals } = part.analysis.page;
    const own = live.filter((one) => one.part === part);
    const left = leftOf(part, own);
    if (shares && intervals && left >= MOST_IS_LEFT) {
      const spread = byLabel((label) => (intervals[label][1] - intervals[label][0]) / 2);
      return [{ words: words * left, shares, spread, intervals }];
    }
    const counted = wordsByLabel(own);
    const all = PROSE_LABELS.reduce((sum, label) => sum + counted[label], 0);
    if (all === 0) return [];
    return [
      { words: all, shares: byLabel((label) => counted[label] / all), spread: byLabel(() => WIDEST) },
    ];
  });
}

/** @param {readonly Live[]} live */
function wordsByLabel(live) {
  const words = { opinion: 0, attributed: 0, statement: 0 };
  for (const { block, sentences } of live) {
    for (const { label, repeated, start, end } of sentences) {
      if (label === "other" || repeated) continue;
      words[label] += block.map.text.slice(start, end).split(" ").length;
    }
  }
  return words;
}

/**
 * The mean by words. The errors of parts are taken as independent, so that their
 * half widths add up as squares do.
 *
 * @param {readonly Weighted[]} parts
 * @returns {Weighted | undefined}
 */
function totalOf(parts) {
  if (parts.length < 2) return parts[0];
  const words = parts.reduce((sum, part) => sum + part.words, 0);
  return {
    words,
    shares: byLabel((label) =>
      parts.reduce((sum, part) => sum + part.words * part.shares[label], 0) / words,
    ),
    spread: byLabel((label) =>
      Math.hypot(...parts.map((part) => part.words * part.spread[label])) / words,
    ),
  };
}

/** @param {Weighted} total @returns {NonNullable<PageScore["intervals"]>} */
function intervalsOf({ shares, spread, intervals }) {
  if (intervals) return intervals;
  return byLabel((label) => [
    Math.max(0, shares[label] - spread[label]),
    Math.min(1, shares[label] + spread[label]),
  ]);
}

/** @param {readonly Part[]} parts @returns {PageScore["coverage"]} */
function coverageOf(parts) {
  const sum = { blocks: 0, scored: 0, skipped: /** @type {Record<string, number>} */ ({}) };
  for (const { analysis, context } of parts) {
    const { blocks, scored, skipped } = analysis.page.coverage;
    sum.blocks += blocks - context;
    sum.scored += Math.max(0, scored - context);
    for (const [reason, count] of Object.entries(skipped)) {
      sum.skipped[reason] = (sum.skipped[reason] ?? 0) + count;
    }
  }
  return sum;
}

/** @param {readonly Part[]} parts @returns {Source[]} as the server orders them */
function sourcesOf(parts) {
  if (parts.length === 1) return parts[0]?.analysis.sources ?? [];
  /** @type {Map<string, Source>} */
  const found = new Map();
  for (const source of parts.flatMap(({ analysis }) => analysis.sources)) {
    const key = `${source.kind} ${source.name.toLowerCase()}`;
    const before = found.get(key);
    found.set(key, before
      ? {
          ...before,
          sentences: before.sentences + source.sentences,
          words: before.words + source.words,
        }
      : source);
  }
  return [...found.values()].sort((one, two) => two.words - one.words);
}

/** @param {readonly Part[]} parts @param {readonly Live[]} live @returns {ArticleScore[]} */
function articlesOf(parts, live) {
  /** @type {Map<number, Part[]>} */
  const articles = new Map();
  for (const part of parts) {
    articles.set(part.article, [...(articles.get(part.article) ?? []), part]);
  }
  const scored = [...articles.values()].filter((one) => statusOf(one) === "scored");
  if (scored.length < 2) return [];
  return scored.flatMap((one) => {
    const total = totalOf(weighed(one, live));
    const title = one[0]?.title ?? "";
    return total ? [{ title, words: Math.round(total.words), shares: total.shares }] : [];
  });
}

/**
 * @template T
 * @param {(label: ProseLabel) => T} value
 * @returns {Record<ProseLabel, T>}
 */
const byLabel = (value) => ({
  opinion: value("opinion"),
  attributed: value("attributed"),
  statement: value("statement"),
});
