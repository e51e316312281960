/**
 * The words for labels, sources and certainty, in the popup and on the card.
 *
 * @import { Label, ProseLabel, Source } from "./types.js"
 */

/** @type {ProseLabel[]} the order in which they are shown */
export const PROSE_LABELS = ["opinion", "attributed", "statement"];

/** @type {Record<Label, string>} */
export const LABEL_NAMES = {
  opinion: "Author’s opinion",
  attributed: "Attributed to a source",
  statement: "Plain statement",
  other: "Not part of the text",
};

/** @type {Record<Label, string>} inside a sentence */
export const LABEL_PHRASES = {
  opinion: "the author’s opinion",
  attributed: "attributed to a source",
  statement: "a plain statement",
  other: "no part of the text",
};

/** @type {Record<Source["kind"], string>} */
export const SOURCE_KINDS = {
  person: "person",
  organisation: "organisation",
  document: "document",
  unnamed: "not named",
};

/** What was left out, by the server's reason; singular and plural. */
export const SKIP_WORDS = /** @type {Record<string, [string, string]>} */ ({
  aside: ["passage beside the article", "passages beside the article"],
  appeal: ["appeal to readers", "appeals to readers"],
  caption: ["caption", "captions"],
  code: ["piece of code", "pieces of code"],
  foreign: ["passage in another language", "passages in another language"],
  link_list: ["list of links", "lists of links"],
  not_prose: ["label or heading", "labels and headings"],
  repeated: ["repeated passage", "repeated passages"],
  table: ["table cell", "table cells"],
});

/**
 * @param {number} count
 * @param {readonly [string, string]} words singular and plural
 */
export function counted(count, [one, many]) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * @param {readonly string[]} parts
 * @returns {string} such as "a, b and c"
 */
export function listed(parts) {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
