import assert from "node:assert/strict";
import { test } from "node:test";
import { Highlights } from "../../extension/src/content/highlight.js";
import { MANY, marksOf, Painter } from "../../extension/src/content/painter.js";
import { atOnce } from "../../extension/src/content/slices.js";
import { mapText } from "../../extension/src/content/text-map.js";
import { openPage } from "./dom.js";

const LINE = 20;
const HEIGHT = 100;

/** A page of so many lines in a column, the window at its top. */
function open(lines, { inOne = false } = {}) {
  const text = (at) => `Line ${at}.`;
  const all = Array.from({ length: lines }, (_, at) => text(at));
  const page = openPage(inOne ? `<div>${all.join("<br><br>")}</div>` : all.map((one) => `<p>${one}</p>`).join(""));
  const { window, document, highlights } = page;
  window.innerHeight = HEIGHT;
  const at = { top: 0 };
  const box = (first, count) => new window.DOMRect(0, first * LINE - at.top, 300, count * LINE);
  const numberOf = (words) => Number(/\d+/u.exec(words)[0]);
  window.Element.prototype.getBoundingClientRect = function () {
    return this.localName === "div" ? box(0, lines) : box(numberOf(this.textContent), 1);
  };
  window.Range.prototype.getBoundingClientRect = function () {
    return box(numberOf(this.toString()), 1);
  };
  const nodes = inOne
    ? [...document.querySelector("div").childNodes].filter(({ nodeType }) => nodeType === 3)
    : [...document.querySelectorAll("p")].map(({ firstChild }) => firstChild);
  const sentences = nodes.map((node) => {
    const map = mapText([node]);
    const sentence = { start: 0, end: map.text.length, label: "opinion", certain: true };
    return { sentence, block: { map, element: node.parentElement } };
  });
  const painter = new Painter(document, new Highlights());
  const { marks } = atOnce(marksOf(sentences));
  const show = () => painter.show(atOnce(painter.prepare(marks)), []);
  const shown = () => [...(highlights.get("ascribe-a") ?? [])].map(String);
  const until = async (condition) => {
    while (!condition()) await new Promise((done) => setTimeout(done, 10));
  };
  return { ...page, painter, sentences, nodes, show, shown, at, text, until };
}

test("up to many marks are all shown", () => {
  const { show, shown } = open(MANY);
  show();
  assert.equal(shown().length, MANY);
});

for (const inOne of [false, true]) {
  const how = inOne ? "in one element" : "each in its own element";
  test(`of more, ${how}, those near the window are shown, and follow it`, async () => {
    const { window, show, shown, at, text, until } = open(MANY + 1, { inOne });
    show();
    const first = shown();
    assert.equal(first[0], text(0));
    // The window is five lines high; three heights stand above and below it.
    assert.equal(first.length, 20);

    at.top = 1_000 * LINE;
    window.dispatchEvent(new window.Event("scroll"));
    await until(() => !shown().includes(text(0)));
    const after = shown();
    assert.ok(after.includes(text(1_000)) && after.includes(text(1_004)));
    assert.ok(after.length < 40);
  });
}

test("what has been cleared does not come back by scrolling", async () => {
  const { window, painter, show, shown, at } = open(MANY + 1);
  show();
  at.top = 1_000 * LINE;
  window.dispatchEvent(new window.Event("scroll"));
  painter.clear();
  window.dispatchEvent(new window.Event("scroll"));
  await new Promise((done) => setTimeout(done, 200));
  assert.deepEqual(shown(), []);
});

test("a sentence whose words have changed has no mark", () => {
  const { sentences, nodes } = open(3);
  nodes[1].data = "Something else.";
  const { found, marks } = atOnce(marksOf(sentences));
  assert.deepEqual(found, [sentences[0], sentences[2]]);
  assert.equal(marks.length, 2);
});

test("what the reader took out of the article is explained, not painted", () => {
  const { sentences } = open(2);
  sentences[0].sentence.label = "other";
  sentences[1].sentence.certain = false;
  const { found, marks } = atOnce(marksOf(sentences));
  assert.equal(found.length, 2);
  assert.deepEqual(marks.map(({ bucket }) => bucket), ["ascribe-a-x"]);
});
