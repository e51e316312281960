/** An answer of the server, made small; each test changes what it is about. */

/** @param {Partial<import("../../extension/src/shared/types.js").Analysis>} [more] */
export function analysisOf(more = {}) {
  return {
    model: { name: "default", version: "7", sha256: "00" },
    offset_unit: "utf-16",
    status: "scored",
    page: {
      words: 812,
      shares: { opinion: 0.12, attributed: 0.71, statement: 0.17 },
      intervals: { opinion: [0.08, 0.17], attributed: [0.66, 0.76], statement: [0.13, 0.22] },
      coverage: { blocks: 34, scored: 31, skipped: { caption: 2, appeal: 1 } },
    },
    sources: [{ name: "Reuters", kind: "organisation", sentences: 5, words: 131 }],
    sentences: [],
    ...more,
  };
}

/** An answer that gives no number. */
export function abstention(status) {
  const { page } = analysisOf();
  return analysisOf({
    status,
    page: { ...page, shares: null, intervals: null },
    sources: [],
  });
}

/** @param {string} block @param {number} start @param {number} end @param {string} label */
export function sentenceAt(block, start, end, label, more = {}) {
  return {
    block,
    start,
    end,
    label,
    certain: true,
    probabilities: { opinion: 0.1, attributed: 0.1, statement: 0.1, other: 0.1, [label]: 0.7 },
    ...more,
  };
}

/** What the popup is told of an analysis. @param {any} analysis */
export function summaryOfAnalysis({ status, model, page, sources }) {
  const counts = { opinion: 1, attributed: 14, statement: 0 };
  return { status, model, page, sources, counts, articles: [], foreignFrames: 0 };
}
