/**
 * Group sentences into passages that next and previous go through.
 *
 * @import { Label, Sentence } from "../shared/types.js"
 * @import { Marked } from "./hit-map.js"
 */

/**
 * Sentences of one label that follow each other in one block make one passage.
 *
 * @template {{sentence: Sentence}} T
 * @param {readonly T[]} items in reading order
 * @param {Label} label
 * @returns {T[][]}
 */
export function passagesOf(items, label) {
  /** @type {T[][]} */
  const passages = [];
  /** @type {T | undefined} */
  let before;
  for (const item of items) {
    if (item.sentence.label === label) {
      const last = passages.at(-1);
      if (
        last &&
        before?.sentence.label === label &&
        before.sentence.block === item.sentence.block
      ) {
        last.push(item);
      } else {
        passages.push([item]);
      }
    }
    before = item;
  }
  return passages;
}

/**
 * @param {readonly (readonly Marked[])[]} passages
 * @returns {number[]} their places, that of the surest opinion first
 */
export function surestFirst(passages) {
  /** @param {readonly Marked[]} passage */
  const chance = (passage) =>
    Math.max(...passage.map(({ sentence }) => sentence.probabilities.opinion));
  return passages
    .map((passage, at) => ({ at, chance: chance(passage) }))
    .sort((one, two) => two.chance - one.chance)
    .map(({ at }) => at);
}
