import assert from "node:assert/strict";
import { test } from "node:test";
import { awakeDuring } from "../../extension/src/background/heartbeat.js";
import { fakeTimers } from "./fake-timers.js";

test("the background shows signs of life until the work is done, and then stops", async () => {
  const timers = fakeTimers();
  let beats = 0;
  let finish;
  const work = new Promise((resolve) => (finish = resolve));
  const result = awakeDuring(work, async () => (beats += 1));

  // Both browsers stop a background that has been idle for 30 seconds.
  timers.tick(29_000);
  assert.equal(beats, 1);
  timers.tick(40_000);
  assert.equal(beats, 3);

  finish("done");
  assert.equal(await result, "done");
  timers.tick(60_000);
  assert.equal(beats, 3);
  timers.restore();
});

test("it stops after work that fails, too", async () => {
  const timers = fakeTimers();
  let beats = 0;
  await assert.rejects(awakeDuring(Promise.reject(new Error("no")), async () => (beats += 1)), /no/u);
  timers.tick(60_000);
  assert.equal(beats, 0);
  timers.restore();
});
