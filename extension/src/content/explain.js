/**
 * Say in words what is known of one sentence: label, how sure, who, and why.
 *
 * @import { Label, Sentence } from "../shared/types.js"
 */
import { VERY_SURE } from "../shared/look.js";
import { say } from "../shared/say.js";
import { labelName, labelPhrase, PROSE_LABELS } from "../shared/words.js";

// More reasons than this are read by nobody.
export const MAX_REASONS = 4;

/**
 * @typedef {object} Explanation
 * @property {Label} label
 * @property {string} title
 * @property {string} sureness
 * @property {string} [source] who is speaking
 * @property {string} [sourceNote]
 * @property {string[]} reasons words of the page, strongest first
 * @property {string} [note]
 * @property {boolean} [isCorrected] whether the label is the reader's own
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
    title: labelName(label),
    sureness: surenessOf(sentence),
    reasons: reasonsOf(sentence),
  };
  const source = attribution?.source;
  if (source) {
    explanation.source = source.name || source.text;
    if (source.block !== undefined && source.block !== sentence.block) {
      explanation.sourceNote = say("card_named_passage");
    } else if (source.end <= sentence.start) {
      explanation.sourceNote = say("card_named_sentence");
    }
  }
  if (sentence.correction) {
    explanation.sureness = say("card_yours", labelName(sentence.correction.given));
    explanation.isCorrected = true;
  }
  if (sentence.repeated) {
    explanation.note = say("card_repeated");
  }
  return explanation;
}

/** @param {Sentence} sentence */
function surenessOf({ label, certain, probabilities }) {
  const sure = probabilities[label];
  const chance = `${Math.round(sure * 100)} %`;
  if (certain) return say(sure >= VERY_SURE ? "card_very_likely" : "card_likely", chance);
  const second = PROSE_LABELS.filter((one) => one !== label).sort(
    (one, two) => probabilities[two] - probabilities[one],
  )[0];
  return second ? say("card_unsure", labelPhrase(second)) : say("card_unsure_only");
}

/** @param {Sentence} sentence */
function reasonsOf({ evidence = [], attribution }) {
  const words = [
    ...(attribution?.cue ? [attribution.cue.text] : []),
    ...evidence.filter(({ weight }) => weight > 0).map(({ text }) => text),
  ]
    .map((text) => text.replace(/\s+/gu, " ").trim())
    // "trifecta." at the end of a sentence is the word and no more.
    .map((text) => text.replace(/(?<=\p{L})[.,;:]+$/u, ""));
  /** @type {Map<string, string>} */
  const distinct = new Map();
  for (const word of words) {
    const key = word.toLowerCase();
    if (word && !distinct.has(key)) distinct.set(key, word);
  }
  return [...distinct.values()].slice(0, MAX_REASONS);
}
