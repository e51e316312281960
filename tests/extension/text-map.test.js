import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BREAK, mapText, offsetOf, rangesOf,
} from "../../extension/src/content/text-map.js";
import { openPage } from "./dom.js";

/** All text nodes of an element, with its line breaks. */
function runOf(element) {
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [node];
    return node.localName === "br" ? [BREAK] : runOf(node);
  });
}

function map(html, options) {
  const { document } = openPage(`<p>${html}</p>`);
  const element = document.querySelector("p");
  return { element, map: mapText(runOf(element), options) };
}

for (const [name, html, text] of [
  ["white space is folded and trimmed", "  One\n\t two  ", "One two"],
  ["a line break is a space", "One<br>two", "One two"],
  ["space on both sides of an element is one space", "a <b> b</b>", "a b"],
  ["a no-break space stays", "a&nbsp; b", "a\u00a0 b"],
  ["an empty paragraph has no text", " <b> </b>\n", ""],
  ["an emoji and a combining mark stay as they are", "👨🏻‍🚒 cafe\u0301", "👨🏻‍🚒 cafe\u0301"],
  ["right-to-left text stays in reading order", "שלום <b>עולם</b>", "שלום עולם"],
]) {
  test(name, () => assert.equal(map(html).map.text, text));
}

test("a half surrogate pair becomes one replacement character", () => {
  const { document } = openPage("<p></p>");
  const element = document.querySelector("p");
  element.append("a\ud83d b", "\u0000c");
  const found = mapText([...element.childNodes]);
  assert.equal(found.text, "a\ufffd b\u0000c");
  assert.equal(String(rangesOf(found, { start: 3, end: 6 })), "b\u0000c");
});

test("a pair that is split over two text nodes stays whole", () => {
  const { document } = openPage("<p></p>");
  const element = document.querySelector("p");
  element.append("\ud83d", "\ude00!");
  assert.equal(mapText([...element.childNodes]).text, "😀!");
});

test("preformatted text keeps its white space, without the line ends around it", () => {
  const { map: found } = map("\n  a\n\n  b<br>c \n", { keepSpace: true });
  assert.equal(found.text, "  a\n\n  b\nc ");
  assert.equal(String(rangesOf(found, { start: 6, end: 10 })), " bc");
});

test("a span over several elements is found in the page", () => {
  const { map: found } = map("He\n said: <em>“No.”</em> <a href=#>She</a> left.");
  assert.equal(found.text, "He said: “No.” She left.");
  const at = (text) => ({
    start: found.text.indexOf(text),
    end: found.text.indexOf(text) + text.length,
  });
  assert.equal(String(rangesOf(found, at("“No.” She"))), "“No.” She");
  assert.equal(String(rangesOf(found, at("He said"))), "He\n said");
});

test("every span of a text is found where it stands", () => {
  const { map: found } = map("  😀 A <b> b</b>c\u00a0d  <i>e\nf</i> ");
  for (let start = 0; start < found.text.length; start += 1) {
    for (let end = start + 1; end <= found.text.length; end += 1) {
      const range = String(rangesOf(found, { start, end }));
      assert.equal(
        range.replace(/[ \n]+/gu, " ").trim(),
        found.text.slice(start, end).trim(),
      );
    }
  }
});

for (const [name, span] of [
  ["before the text", { start: -1, end: 2 }],
  ["after the text", { start: 0, end: 99 }],
  ["empty", { start: 2, end: 2 }],
  ["the wrong way round", { start: 3, end: 1 }],
  ["no numbers", { start: Number.NaN, end: Number.NaN }],
]) {
  test(`a span that is ${name} is nowhere`, () => {
    assert.equal(rangesOf(map("One two").map, span), undefined);
  });
}

test("a span whose text the page has changed is nowhere, its neighbours stay", () => {
  const { element, map: found } = map("One. <b>Two.</b> Three.");
  element.querySelector("b").firstChild.data = "Deux";
  assert.equal(rangesOf(found, { start: 5, end: 9 }), undefined);
  assert.equal(String(rangesOf(found, { start: 0, end: 4 })), "One.");
  assert.equal(String(rangesOf(found, { start: 10, end: 16 })), "Three.");
});

test("a span whose text the page has removed is nowhere", () => {
  const { element, map: found } = map("One. Two.");
  element.remove();
  assert.equal(rangesOf(found, { start: 0, end: 4 }), undefined);
});

test("a span that crosses the border of a shadow tree gives a range for each side", () => {
  const { document } = openPage("<p>One <x-word></x-word> three.</p>");
  const root = document.querySelector("x-word").attachShadow({ mode: "open" });
  root.append("two");
  const [before, , after] = document.querySelector("p").childNodes;
  const found = mapText([before, root.firstChild, after]);
  assert.equal(found.text, "One two three.");
  assert.deepEqual(rangesOf(found, { start: 0, end: 14 }).map(String), [
    "One ",
    "two",
    " three.",
  ]);
});

test("a place in the page leads back to its offset", () => {
  const { element, map: found } = map("One\n <b>two</b>");
  const two = element.querySelector("b").firstChild;
  assert.equal(offsetOf(found, two, 1), 5);
  assert.equal(offsetOf(found, element.firstChild, 0), 0);
  assert.equal(offsetOf(found, element, 0), undefined);
});

test("two hundred thousand words in one paragraph are mapped and found in no time", () => {
  openPage("<p></p>");
  const lines = Array.from({ length: 20_000 }, (_, at) => `Ten words stand in line ${at} and no more here.`);
  document.querySelector("p").textContent = lines.join("\n   ");
  const started = performance.now();
  const found = mapText([document.querySelector("p").firstChild]);
  const text = lines.join(" ");
  assert.equal(found.text, text);
  let start = 0;
  for (const line of lines) {
    assert.equal(String(rangesOf(found, { start, end: start + line.length })), line);
    start += line.length + 1;
  }
  // It takes a fifth of this; quadratic time would take minutes.
  assert.ok(performance.now() - started < 10_000);
});
