import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  ABSTENTIONS, countsText, coverageText, percent, rangeText,
} from "../../extension/src/popup/result-text.js";
import { SKIP_WORDS, SOURCE_KINDS } from "../../extension/src/shared/words.js";

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
    "15 sentences: 1 opinion, 14 attributed and 0 plain.",
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
    Object.keys(SKIP_WORDS).sort(),
  );
});

test("every status and sort of source of the engine has words", () => {
  const literals = (name) =>
    [...new RegExp(`${name} = Literal\\[([^\\]]+)\\]`, "u").exec(results)[1].matchAll(/"(\w+)"/gu)].map(
      ([, value]) => value,
    );
  assert.deepEqual(literals("Status"), ["scored", ...Object.keys(ABSTENTIONS)]);
  assert.deepEqual(literals("SourceKind"), Object.keys(SOURCE_KINDS));
});
