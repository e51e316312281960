import assert from "node:assert/strict";
import { test } from "node:test";
import { passagesOf } from "../../extension/src/content/passages.js";

/** One letter for each label, a number for the block. */
function items(code) {
  const labels = { o: "opinion", a: "attributed" };
  return code.split(" ").filter(Boolean).map(([label, block], at) => ({
    at,
    sentence: { label: labels[label], block },
  }));
}

for (const [name, code, passages] of [
  ["neighbours in one block are one", "o1 o1 a1 o1", [[0, 1], [3]]],
  ["neighbours in two blocks are two", "o1 o2", [[0], [1]]],
  ["other labels are none", "a1 a1", []],
  ["nothing is none", "", []],
]) {
  test(`passages: ${name}`, () => {
    const found = passagesOf(items(code), "opinion");
    assert.deepEqual(found.map((passage) => passage.map(({ at }) => at)), passages);
  });
}
