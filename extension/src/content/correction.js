/**
 * What is kept of a page when its reader corrects a sentence: the sentence and its
 * neighbours, and what the model said.
 *
 * @import { Corrected, Failed, Label, Model, NewCorrection, ScriptRequest } from "../shared/types.js"
 * @import { Marked } from "./hit-map.js"
 */
import { failureText } from "../shared/failure-text.js";

/**
 * @callback Ask the background
 * @param {ScriptRequest} request
 * @returns {Promise<Corrected | Failed>}
 */

// The server's limit; a neighbour that long tells nothing more.
const MAX_CONTEXT = 2_000;

/**
 * @param {readonly Marked[]} sentences of the page, in reading order
 * @param {Marked} marked
 * @param {Label} label what the reader says it is
 * @param {Model} model whose label is corrected
 * @returns {NewCorrection}
 */
export function correctionOf(sentences, { sentence, block }, label, model) {
  const text = block.map.text;
  const at = sentences.findIndex((one) => one.sentence === sentence);
  const before = sentences[at - 1];
  const after = sentences[at + 1];
  let prefix = text.slice(0, sentence.start);
  let suffix = text.slice(sentence.end);
  if (before?.block === block) prefix = text.slice(before.sentence.start, sentence.start);
  else if (before) {
    const other = before.block.map.text;
    prefix = `${other.slice(before.sentence.start)}\n${prefix}`;
  }
  if (after?.block === block) suffix = text.slice(sentence.end, after.sentence.end);
  else if (after) suffix += `\n${after.block.map.text.slice(0, after.sentence.end)}`;
  return {
    label,
    quote: text.slice(sentence.start, sentence.end),
    prefix: prefix.slice(-MAX_CONTEXT),
    suffix: suffix.slice(0, MAX_CONTEXT),
    block: { text, kind: block.kind },
    model,
    probabilities: sentence.probabilities,
  };
}

/**
 * Have the server keep what the reader says of a sentence, or forget it.
 *
 * @param {Ask} ask
 * @param {readonly Marked[]} sentences of the page, in reading order
 * @param {Marked} marked
 * @param {Label | undefined} label nothing takes back what was said
 * @param {Model | undefined} model whose label is corrected
 * @returns {Promise<{kept?: {id: number, label: Label}, problem?: string}>}
 */
export async function keepLabel(ask, sentences, marked, label, model) {
  const id = marked.sentence.correction?.id;
  if (!model || (label === undefined && id === undefined)) return {};
  /** @type {ScriptRequest} */
  const request =
    label === undefined
      ? { kind: "undo-correction", id: id ?? 0 }
      : { kind: "correct", correction: correctionOf(sentences, marked, label, model) };
  const answer = await ask(request).catch(() => undefined);
  if (!answer || "failure" in answer) {
    return { problem: failureText(answer?.failure ?? { kind: "bug" }).title };
  }
  return label === undefined ? {} : { kept: { id: answer.correction, label } };
}
