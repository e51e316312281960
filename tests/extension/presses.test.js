import assert from "node:assert/strict";
import { test } from "node:test";
import { Presses } from "../../extension/src/background/presses.js";
import { ReaderError } from "../../extension/src/shared/failure.js";

const STATE = { marked: true, passages: 2, waiting: 0, summary: null };
const MARKED = { did: /** @type {const} */ ("marked"), state: STATE };
const AS_IT_IS = { did: /** @type {const} */ ("nothing"), state: STATE };

/** @param {number} tab @returns {Promise<typeof MARKED>} */
async function press(tab) {
  if (tab === 7) throw new ReaderError("server_down");
  return MARKED;
}

const world = () => new Presses({ press, lookAt: async () => AS_IT_IS });

test("what came of a press is told to the popup that opens after it, once", async () => {
  const presses = world();
  presses.press(1);
  assert.equal(await presses.outcome(1), MARKED);
  assert.equal(await presses.outcome(1), AS_IT_IS);
});

test("a press of another tab is not told", async () => {
  const presses = world();
  presses.press(1);
  assert.equal(await presses.outcome(2), AS_IT_IS);
});

test("a press that fails before the popup is there is told all the same", async () => {
  const presses = world();
  presses.press(7);
  await new Promise((done) => setTimeout(done));
  await assert.rejects(presses.outcome(7), { kind: "server_down" });
});
