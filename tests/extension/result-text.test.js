import assert from "node:assert/strict";
import "./english.js";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  abstention, countsText, coverageText, headline, percent, rangeText,
} from "../../extension/src/popup/result-text.js";
import { SKIP_REASONS, sourceKind } from "../../extension/src/shared/words.js";

const results = readFileSync(new URL("../../model/ascribe/results.py", import.meta.url), "utf8");

for (const [share, text] of [
  [0, "0 %"],
  [0.004, "< 1 %"],
  [0.126, "13 %"],
  [1, "100 %"],
]) {
  test(`a share of ${share} is ${text}`, () => assert.equal(percent(share), text));
}

test("an interval is told in whole per cent", () => {
  assert.equal(rangeText([0.083, 0.166]), "8–17 %");
});

test("sentences of each kind are counted in words", () => {
  assert.equal(
    countsText({ opinion: 1, attributed: 14, statement: 0 }),
    "15 sentences: 1 opinion, 14 attributed, 0 plain",
  );
  assert.match(countsText({ opinion: 1, attributed: 0, statement: 0 }), /^1 sentence:/u);
});

for (const [name, skipped, text] of [
  ["nothing", {}, "Scored 31 of 34 passages."],
  ["one sort", { caption: 2, appeal: 0 }, "Scored 31 of 34 passages. Left out: 2 captions."],
  ["several sorts", { caption: 1, appeal: 1, aside: 3 }, "Scored 31 of 34 passages. Left out: 1 caption, 1 appeal to readers and 3 passages beside the article."],
  ["a sort that is not known yet", { riddle: 1 }, "Scored 31 of 34 passages. Left out: 1 riddle."],
]) {
  test(`what was left out is told: ${name}`, () => {
    assert.equal(coverageText({ blocks: 34, scored: 31, skipped }), text);
  });
}

test("every reason of the engine for leaving something out has words", () => {
  const documented = /by reason: ([^]*?)\.\n/u.exec(results)[1];
  assert.deepEqual(
    [...documented.matchAll(/``(\w+)``/gu)].map(([, reason]) => reason).sort(),
    [...SKIP_REASONS].sort(),
  );
});

test("every status and sort of source of the engine has words", () => {
  const literals = (name) =>
    [...new RegExp(`${name} = Literal\\[([^\\]]+)\\]`, "u").exec(results)[1].matchAll(/"(\w+)"/gu)].map(
      ([, value]) => value,
    );
  const [scored, ...abstentions] = literals("Status");
  assert.equal(scored, "scored");
  for (const status of abstentions) assert.ok(abstention(status).text, status);
  for (const kind of literals("SourceKind")) assert.ok(sourceKind(kind), kind);
});

const source = (name, words, kind = "organisation") => ({ name, kind, sentences: 1, words });
for (const [name, shares, sources, text] of [
  [
    "a report with a column in it",
    [0.12, 0.71, 0.17],
    [source("Reuters", 90), source("the mayor", 20)],
    "About one word in eight is the author’s opinion; nearly all of the rest is attributed, mainly to Reuters.",
  ],
  ["one source", [0.005, 0.6, 0.395], [source("Reuters", 9)], "Hardly a word is the author’s opinion; most of the rest is attributed, to Reuters."],
  ["nobody in the lead", [0.34, 0.33, 0.33], [source("A", 9), source("B", 9), source("C", 9)], "About one word in three is the author’s opinion; the rest is half attributed, half plain statement."],
  ["an unnamed source", [0.2, 0.7, 0.1], [source("an official", 9, "unnamed")], "About one word in five is the author’s opinion; nearly all of the rest is attributed."],
  ["a column", [0.95, 0.02, 0.03], [], "Nearly all of it is the author’s opinion."],
  ["plain telling", [0.5, 0.05, 0.45], [], "About half of the words are the author’s opinion; nearly all of the rest is plain statement."],
]) {
  test(`a result is one plain sentence: ${name}`, () => {
    const [opinion, attributed, statement] = shares;
    const page = { shares: { opinion, attributed, statement } };
    assert.equal(headline({ page, sources }), text);
  });
}
