import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Hover } from "../../extension/src/content/hover.js";
import { fakeTimers } from "./fake-timers.js";

/** A window that gives out frames at once and remembers its listeners. */
function fakeWindow() {
  const listeners = new Map();
  return {
    requestAnimationFrame: (look) => look(),
    getSelection: () => null,
    addEventListener: (name, listener, { signal }) => {
      listeners.set(name, listener);
      signal.addEventListener("abort", () => listeners.delete(name));
    },
    /** @param {string} name */
    fire: (name, more = {}) => listeners.get(name)?.({ composedPath: () => [], ...more }),
    listeners,
  };
}

let timers;
let under;
let done;
let window;
let hover;

/** Move the pointer to a sentence, to "card", or to nothing. */
function move(to) {
  under = to;
  window.fire("pointermove", { clientX: 1, clientY: 2 });
}

beforeEach(() => {
  timers = fakeTimers();
  under = undefined;
  done = [];
  window = fakeWindow();
  hover = new Hover({
    sentenceAt: () => under,
    isOnCard: () => under === "card",
    show: (sentence) => done.push(`show ${sentence}`),
    hide: () => done.push("hide"),
    scrolled: () => done.push("scrolled"),
  });
  hover.start([window]);
});

afterEach(() => timers.restore());

test("a pointer that rests on a sentence opens its card", () => {
  move("A");
  timers.tick(150);
  assert.deepEqual(done, []);
  timers.tick(100);
  assert.deepEqual(done, ["show A"]);
});

test("a pointer that passes over sentences opens nothing but the last", () => {
  for (const sentence of ["A", "B", "C"]) {
    move(sentence);
    timers.tick(100);
  }
  timers.tick(200);
  assert.deepEqual(done, ["show C"]);
});

test("a pointer that leaves closes the card after a moment", () => {
  move("A");
  timers.tick(300);
  move(undefined);
  timers.tick(100);
  assert.deepEqual(done, ["show A"]);
  timers.tick(300);
  assert.deepEqual(done, ["show A", "hide"]);
});

test("the way from the sentence to its card does not close it", () => {
  move("A");
  timers.tick(300);
  move(undefined);
  timers.tick(100);
  move("card");
  timers.tick(5_000);
  assert.deepEqual(done, ["show A"]);
});

test("leaving the card into empty space closes it", () => {
  move("A");
  timers.tick(300);
  move(undefined);
  move("card");
  move(undefined);
  timers.tick(1_000);
  assert.deepEqual(done, ["show A", "hide"]);
});

test("Escape closes the card, other keys do not", () => {
  window.fire("keydown", { key: "a" });
  assert.deepEqual(done, []);
  window.fire("keydown", { key: "Escape" });
  assert.deepEqual(done, ["hide"]);
});

test("scrolling is told", () => {
  window.fire("scroll");
  assert.deepEqual(done, ["scrolled"]);
});

test("once stopped it listens to nothing and opens nothing", () => {
  move("A");
  hover.stop();
  timers.tick(5_000);
  assert.deepEqual(done, ["hide"]);
  assert.equal(window.listeners.size, 0);
});

test("a click opens the card at once, and it stays until Escape", () => {
  under = "A";
  window.fire("click", { button: 0 });
  assert.deepEqual(done, ["hide", "show A"]);
  move(undefined);
  timers.tick(5_000);
  assert.deepEqual(done, ["hide", "show A"]);
  window.fire("keydown", { key: "Escape" });
  assert.deepEqual(done, ["hide", "show A", "hide"]);
});

test("a click on a link, or with another button, is the page's own", () => {
  under = "A";
  window.fire("click", { button: 0, composedPath: () => [{ localName: "a" }] });
  window.fire("click", { button: 2 });
  assert.deepEqual(done, []);
});
