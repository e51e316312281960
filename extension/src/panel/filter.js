/**
 * Choose sentences by label, source and words. Plain functions over plain values.
 *
 * @import { Label, ListedSentence } from "../shared/types.js"
 */

/**
 * @param {readonly ListedSentence[]} sentences
 * @param {{labels: readonly Label[], source: string, search: string}} wanted empty
 *   `source` and `search` leave all in; all words of `search` must stand in the
 *   sentence or in its source's name, in any case
 */
export function keep(sentences, { labels, source, search }) {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return sentences.filter((sentence) => {
    const text = `${sentence.text} ${sentence.source}`.toLowerCase();
    return (
      labels.includes(sentence.label) &&
      (source === "" || sentence.source === source) &&
      words.every((word) => text.includes(word))
    );
  });
}

/**
 * @param {readonly ListedSentence[]} sentences
 * @returns {string[]} the names of their sources, the most frequent first
 */
export function sourcesIn(sentences) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { source } of sentences) {
    if (source) counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, two]) => two - one).map(([name]) => name);
}
