/**
 * Say a result in words and numbers. Plain functions over plain values.
 *
 * @import { PageScore, Status, Summary } from "../shared/types.js"
 */
import { counted, listed, SKIP_WORDS } from "../shared/words.js";

/** @type {Record<Exclude<Status, "scored">, {title: string, text: string}>} */
export const ABSTENTIONS = {
  too_short: {
    title: "Too short to score",
    text: "There are too few sentences on this page for a fair number.",
  },
  not_english: {
    title: "Not in English",
    text: "Ascribe reads English only, so it gives no number for this page.",
  },
  not_prose: {
    title: "Not an article",
    text: "This page is mostly lists, labels or links, so there is nothing to score.",
  },
};

/**
 * @param {number} share in [0, 1]
 * @returns {string} whole per cent; "under 1 %" for what is little but there
 */
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  return `${Math.round(share * 100)} %`;
}

/** @param {readonly [number, number]} interval bounds in [0, 1] */
export function rangeText([low, high]) {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

/** @param {Summary["counts"]} counts */
export function countsText({ opinion, attributed, statement }) {
  const sentences = /** @type {const} */ (["sentence", "sentences"]);
  const total = opinion + attributed + statement;
  return `${counted(total, sentences)}: ${listed([
    `${opinion} opinion`,
    `${attributed} attributed`,
    `${statement} plain`,
  ])}.`;
}

/** @param {PageScore["coverage"]} coverage */
export function coverageText({ blocks, scored, skipped }) {
  const left = Object.entries(skipped).filter(([, count]) => count > 0);
  const read = `Scored ${scored.toLocaleString("en")} of ${counted(blocks, ["passage", "passages"])}.`;
  if (left.length === 0) return read;
  const parts = left.map(([reason, count]) =>
    counted(count, SKIP_WORDS[reason] ?? [reason, reason]),
  );
  return `${read} Left out: ${listed(parts)}.`;
}
