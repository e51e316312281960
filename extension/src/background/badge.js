/**
 * The badge: the share of opinion, on the tab that it belongs to.
 *
 * @import { PageState } from "../shared/types.js"
 */

/**
 * @param {PageState} state
 * @returns {string} such as "12%"; empty where there is no score, or no marks
 */
export function badgeOf({ marked, summary }) {
  const opinion = summary?.page.shares?.opinion;
  return marked && opinion !== undefined ? `${Math.round(opinion * 100)}%` : "";
}
