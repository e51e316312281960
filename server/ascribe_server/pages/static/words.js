/** The words the page uses for labels, statuses and reasons. No DOM. */

export const PROSE_LABELS = ["opinion", "attributed", "statement"];

/** @type {Record<string, {name: string, meaning: string}>} */
export const LABELS = {
  opinion: { name: "Opinion", meaning: "The author's own judgement" },
  attributed: { name: "Attributed", meaning: "What a source says or thinks" },
  statement: { name: "Statement", meaning: "Told as fact, with no source" },
  other: { name: "Not counted", meaning: "No part of the article's prose" },
};

/** Why there are no shares. */
export const ABSTENTIONS = {
  too_short: "Too short to score. A share of so few words would say nothing.",
  not_english: "Not scored: the text is not in English.",
  not_prose: "Not scored: this does not read like an article.",
};

export const SKIPPED = {
  aside: "beside the article",
  appeal: "appeals and sign-ups",
  caption: "captions",
  code: "code",
  foreign: "in another language",
  link_list: "lists of links",
  not_prose: "no sentences",
  repeated: "repeated passages",
  table: "tables",
};

const HEADLINES = {
  opinion: "Mostly the author's opinion",
  attributed: "Mostly what sources say",
  statement: "Mostly told as fact, without a source",
};

/** @param {number} share in [0, 1] */
export function percent(share) {
  return `${Math.round(share * 100)}%`;
}

/**
 * The three shares as whole per cents that sum to 100: what is lost by cutting off
 * goes to those that lost most.
 *
 * @param {Record<string, number>} shares
 * @returns {Record<string, number>}
 */
export function wholePercents(shares) {
  const exact = PROSE_LABELS.map((label) => shares[label] * 100);
  const whole = exact.map(Math.floor);
  const lost = exact.map((value, at) => [value - whole[at], at]).sort((a, b) => b[0] - a[0]);
  const missing = 100 - whole.reduce((sum, value) => sum + value, 0);
  for (const [, at] of lost.slice(0, missing)) whole[at] += 1;
  return Object.fromEntries(PROSE_LABELS.map((label, at) => [label, whole[at]]));
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** What the page is, in one line. */
export function headline(analysis) {
  const shares = analysis.page.shares;
  if (!shares) return ABSTENTIONS[analysis.status] ?? "Not scored.";
  const [first, second] = [...PROSE_LABELS].sort((a, b) => shares[b] - shares[a]);
  // "Mostly" is said only where it holds over the whole interval.
  const lowest = analysis.page.intervals?.[first][0] ?? shares[first];
  if (lowest >= 0.5) return HEADLINES[first];
  const whole = wholePercents(shares);
  const part = (label) => `${LABELS[label].name.toLowerCase()} ${whole[label]}%`;
  return `A mixture: ${part(first)}, ${part(second)}`;
}
