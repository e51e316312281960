/**
 * List the marked sentences of a page for the side panel and for export.
 *
 * @import { ListedSentence, Listing, PageState } from "../shared/types.js"
 * @import { Marked } from "./hit-map.js"
 */

// Enough to find a sentence again on a page that says it twice.
const AROUND = 32;

/**
 * @param {Document} document
 * @param {PageState} state
 * @param {readonly Marked[]} sentences in reading order
 * @returns {Listing}
 */
export function listingOf(document, state, sentences) {
  return {
    title: document.title.trim(),
    url: document.location.href,
    state,
    sentences: state.marked ? sentences.map(listed) : [],
  };
}

/** @param {Marked} marked @param {number} at @returns {ListedSentence} */
function listed({ sentence, block: { map } }, at) {
  const { start, end, label, probabilities, certain, repeated, attribution } = sentence;
  return {
    at,
    text: map.text.slice(start, end),
    before: map.text.slice(Math.max(0, start - AROUND), start),
    after: map.text.slice(end, end + AROUND),
    label,
    probability: probabilities[label],
    certain,
    repeated: repeated ?? false,
    source: attribution?.source?.name || attribution?.source?.text || "",
    cue: attribution?.cue?.text ?? "",
    evidence: (sentence.evidence ?? [])
      .filter(({ weight }) => weight > 0)
      .map(({ text }) => text),
  };
}
