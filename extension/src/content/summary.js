/**
 * Cut an analysis down to what the popup shows.
 *
 * @import { Analysis, Summary } from "../shared/types.js"
 */

/**
 * @param {Analysis} analysis
 * @returns {Summary} `counts` leaves out repeated sentences, as the shares do
 */
export function summaryOf({ status, model, page, sources, sentences }) {
  const counts = { opinion: 0, attributed: 0, statement: 0 };
  for (const { label, repeated } of sentences) {
    if (label !== "other" && !repeated) counts[label] += 1;
  }
  return { status, model, page, sources, counts };
}
