import assert from "node:assert/strict";
import { test } from "node:test";
import { summaryOf } from "../../extension/src/content/summary.js";
import { analysisOf, sentenceAt } from "./analysis.js";

test("sentences are counted by label, repeated ones and those that are no prose not", () => {
  const sentences = [
    sentenceAt("1", 0, 1, "opinion"),
    sentenceAt("1", 2, 3, "opinion", { repeated: true }),
    sentenceAt("1", 4, 5, "attributed"),
    sentenceAt("1", 6, 7, "other"),
  ];
  const summary = summaryOf(analysisOf({ sentences }));
  assert.deepEqual(summary.counts, { opinion: 1, attributed: 1, statement: 0 });
  assert.equal("sentences" in summary, false);
});
