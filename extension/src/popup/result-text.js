/**
 * Say a result in words and numbers. Plain functions over plain values.
 *
 * @import { PageScore, ProseLabel, Source, Status, Summary } from "../shared/types.js"
 */
import { figure, listed, say, sayCount } from "../shared/say.js";
import { skipped } from "../shared/words.js";

/** @param {Exclude<Status, "scored">} status */
export const abstention = (status) => ({
  title: say(`abstain_${status}_title`),
  text: say(`abstain_${status}_text`),
});

// Shares that are said as a fraction, each with the name of its message.
const FRACTIONS = /** @type {const} */ ([
  [1 / 50, "50"], [1 / 30, "30"], [1 / 20, "20"], [1 / 15, "15"], [1 / 12, "12"],
  [1 / 10, "10"], [1 / 8, "8"], [1 / 7, "7"], [1 / 6, "6"], [1 / 5, "5"],
  [1 / 4, "4"], [1 / 3, "3"], [1 / 2, "half"], [2 / 3, "two_thirds"],
  [3 / 4, "three_quarters"], [9 / 10, "nearly_all"],
]);
// Fewer is none to a reader.
const NONE = 0.01;
// Of what is not opinion, so much is "nearly all of it", or "most of it".
const NEARLY_ALL = 0.8;
const MOST = 0.55;
// So much of what is attributed goes to one source that it is named.
const MAINLY = 0.4;

/**
 * A result as one plain sentence, such as "About one word in eight is the author’s
 * opinion; most of the rest is attributed, mainly to Reuters."
 *
 * @param {Summary} summary with shares
 */
export function headline({ page: { shares }, sources }) {
  if (!shares) return "";
  const { opinion, attributed, statement } = shares;
  const first =
    opinion < NONE ? say("headline_none") : say(`headline_${nearestFraction(opinion)}`);
  const rest = attributed + statement;
  // With hardly a rest there is nothing to say of it.
  if (rest < 0.08) return say("headline_end", first);
  return say("headline_both", first, restText(attributed / rest, sources));
}

/** @param {number} attributed part of the rest, [0, 1] @param {readonly Source[]} sources */
function restText(attributed, sources) {
  if (attributed >= NEARLY_ALL) return withSource("rest_nearly_all_attributed", sources);
  if (attributed >= MOST) return withSource("rest_most_attributed", sources);
  if (attributed <= 1 - NEARLY_ALL) return say("rest_nearly_all_statement");
  if (attributed <= 1 - MOST) return say("rest_most_statement");
  return withSource("rest_both", sources);
}

/** @param {string} key @param {readonly Source[]} sources */
function withSource(key, sources) {
  const all = sources.reduce((sum, { words }) => sum + words, 0);
  const main = sources.find(
    ({ kind, words }) => kind !== "unnamed" && words >= MAINLY * all,
  );
  return main && sources.length > 1
    ? say("rest_mainly", say(key), main.name)
    : main
      ? say("rest_to", say(key), main.name)
      : say(key);
}

/** @param {number} share in [0, 1] */
function nearestFraction(share) {
  // By ratio: between a tenth and a twelfth lies as much as between a half and 0.6.
  const distance = (/** @type {number} */ one) => Math.abs(Math.log(one / share));
  return FRACTIONS.reduce((best, one) =>
    distance(one[0]) < distance(best[0]) ? one : best,
  )[1];
}

/**
 * @param {number} share in [0, 1]
 * @returns {string} whole per cent; "< 1 %" for what is little but there
 */
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  return `${Math.round(share * 100)} %`;
}

/** @param {readonly [number, number]} interval bounds in [0, 1] */
export function rangeText([low, high]) {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

/** @param {Record<ProseLabel, number>} counts */
export function countsText({ opinion, attributed, statement }) {
  return sayCount(
    "counts",
    opinion + attributed + statement,
    opinion,
    attributed,
    statement,
  );
}

/**
 * @param {PageScore["coverage"]} coverage
 * @param {{waiting?: number, foreignFrames?: number}} [more] what is still to be
 *   scored, and frames that cannot be read
 */
export function coverageText({ blocks, scored, skipped: left }, { waiting = 0, foreignFrames = 0 } = {}) {
  const reasons = Object.entries(left).filter(([, count]) => count > 0);
  const parts = [sayCount("coverage", blocks, figure(scored))];
  if (reasons.length > 0) {
    parts.push(
      say("coverage_skipped", listed(reasons.map(([reason, count]) => skipped(reason, count)))),
    );
  }
  if (foreignFrames > 0) parts.push(sayCount("coverage_frames", foreignFrames));
  if (waiting > 0) parts.push(sayCount("coverage_waiting", waiting));
  return parts.join(" ");
}
