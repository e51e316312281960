/**
 * The words for labels, sources and what was left out.
 *
 * @import { Label, ProseLabel, Source } from "./types.js"
 */
import { say, sayCount } from "./say.js";

/** @type {ProseLabel[]} the order in which they are shown */
export const PROSE_LABELS = ["opinion", "attributed", "statement"];

/** @param {Label} label */
export const labelName = (label) => say(`label_${label}`);

/** Inside a sentence. @param {Label} label */
export const labelPhrase = (label) => say(`phrase_${label}`);

const SOURCE_KINDS = ["person", "organisation", "document", "unnamed"];

/** @param {Source["kind"]} kind @returns {string} empty for a kind that is not known */
export const sourceKind = (kind) =>
  SOURCE_KINDS.includes(kind) ? say(`source_${kind}`) : "";

/** The server's reasons to leave a passage out. */
export const SKIP_REASONS = [
  "appeal", "aside", "caption", "code", "foreign", "link_list", "not_prose",
  "repeated", "table",
];

/** @param {string} reason @param {number} count */
export function skipped(reason, count) {
  return SKIP_REASONS.includes(reason)
    ? sayCount(`skip_${reason}`, count)
    : `${count} ${reason}`;
}
