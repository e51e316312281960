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
  return `${Math.round(share * 100)} %`;
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
  if (shares[first] >= 0.5) return HEADLINES[first];
  return `A mixture: ${LABELS[first].name.toLowerCase()} ${percent(shares[first])}, ${LABELS[second].name.toLowerCase()} ${percent(shares[second])}`;
}
