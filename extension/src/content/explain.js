/**
 * Say in words what is known of one sentence: label, how sure, who, and why.
 *
 * @import { Label, Sentence } from "../shared/types.js"
 */
import { LABEL_NAMES, LABEL_PHRASES, PROSE_LABELS } from "../shared/words.js";

// More reasons than this are read by nobody.
const MAX_REASONS = 4;

/**
 * @typedef {object} Explanation
 * @property {Label} label
 * @property {string} title
 * @property {string} sureness
 * @property {string} [source] who is speaking
 * @property {string} [sourceNote]
 * @property {string[]} reasons words of the page, strongest first
 * @property {string} [note]
 */

/**
 * @param {Sentence} sentence
 * @returns {Explanation}
 */
export function explain(sentence) {
  const { label, attribution } = sentence;
  /** @type {Explanation} */
  const explanation = {
    label,
    title: LABEL_NAMES[label],
    sureness: surenessOf(sentence),
    reasons: reasonsOf(sentence),
  };
  const source = attribution?.source;
  if (source) {
    explanation.source = source.name || source.text;
    if (source.block !== undefined && source.block !== sentence.block) {
      explanation.sourceNote = "named in an earlier passage";
    } else if (source.end <= sentence.start) {
      explanation.sourceNote = "named in an earlier sentence";
    }
  }
  if (sentence.repeated) {
    explanation.note = "This stands earlier on the page and counts once.";
  }
  return explanation;
}

/** @param {Sentence} sentence */
function surenessOf({ label, certain, probabilities }) {
  const sure = probabilities[label];
  if (certain) return sure >= 0.9 ? "Very likely" : "Likely";
  const second = PROSE_LABELS.filter((one) => one !== label).sort(
    (one, two) => probabilities[two] - probabilities[one],
  )[0];
  return second
    ? `Unsure: it may also be ${LABEL_PHRASES[second]}`
    : "Unsure";
}

/** @param {Sentence} sentence */
function reasonsOf({ evidence = [], attribution }) {
  const words = [
    ...(attribution?.cue ? [attribution.cue.text] : []),
    ...evidence.filter(({ weight }) => weight > 0).map(({ text }) => text),
  ].map((text) => text.replace(/\s+/gu, " ").trim());
  /** @type {Map<string, string>} */
  const distinct = new Map();
  for (const word of words) {
    const key = word.toLowerCase();
    if (word && !distinct.has(key)) distinct.set(key, word);
  }
  return [...distinct.values()].slice(0, MAX_REASONS);
}
