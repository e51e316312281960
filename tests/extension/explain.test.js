import assert from "node:assert/strict";
import "./english.js";
import { test } from "node:test";
import { explain } from "../../extension/src/content/explain.js";

function sentence(more = {}) {
  return {
    block: "3",
    start: 40,
    end: 80,
    label: "attributed",
    certain: true,
    probabilities: { opinion: 0.04, attributed: 0.93, statement: 0.02, other: 0.01 },
    ...more,
  };
}

for (const [name, more, sureness] of [
  ["very likely", {}, "Very likely (93 %)"],
  ["likely", { probabilities: { opinion: 0.2, attributed: 0.7, statement: 0.1, other: 0 } }, "Likely (70 %)"],
  [
    "unsure, with the second best",
    { certain: false, probabilities: { opinion: 0.3, attributed: 0.4, statement: 0.2, other: 0.1 } },
    "Unsure: it may also be the author’s opinion",
  ],
]) {
  test(`how sure it is, in words: ${name}`, () => {
    assert.equal(explain(sentence(more)).sureness, sureness);
  });
}

test("the source is named as the ledger names it", () => {
  const source = { start: 40, end: 52, text: "The official", name: "an unnamed official" };
  const told = explain(sentence({ attribution: { source } }));
  assert.equal(told.source, "an unnamed official");
  assert.equal(told.sourceNote, undefined);
});

for (const [name, source, note] of [
  ["another block", { block: "1", start: 50, end: 60 }, "named in an earlier passage"],
  ["an earlier sentence", { start: 0, end: 7 }, "named in an earlier sentence"],
]) {
  test(`a source in ${name} is said to be there`, () => {
    const told = explain(
      sentence({ attribution: { source: { text: "Reuters", name: "Reuters", ...source } } }),
    );
    assert.equal(told.sourceNote, note);
  });
}

test("a source without a name is called by its words", () => {
  const source = { start: 40, end: 47, text: "Reuters", name: "" };
  assert.equal(explain(sentence({ attribution: { source } })).source, "Reuters");
});

test("reasons are the cue first, then what spoke for the label, each once", () => {
  const evidence = ["said", "Said", "against", "officials", "clear", "week", "five"].map(
    (text, at) => ({ start: 0, end: 1, text, weight: text === "against" ? -1 : 3 - at / 10 }),
  );
  const cue = { start: 53, end: 57, text: "said" };
  assert.deepEqual(explain(sentence({ attribution: { cue }, evidence })).reasons, [
    "said", "officials", "clear", "week",
  ]);
});

test("a sentence without evidence has no reasons", () => {
  assert.deepEqual(explain(sentence()).reasons, []);
});

test("a repeated sentence is said to count once", () => {
  assert.match(explain(sentence({ repeated: true })).note, /once/u);
});
