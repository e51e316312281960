import assert from "node:assert/strict";
import { test } from "node:test";
import { bucketOf, Highlights } from "../../extension/src/content/highlight.js";
import { atOnce } from "../../extension/src/content/slices.js";
import { DEFAULT_LOOK, marksCss } from "../../extension/src/shared/look.js";
import { openPage, painted } from "./dom.js";

const LABELS = ["opinion", "attributed", "statement"];

function page() {
  const opened = openPage("<p>One.</p><p>Two.</p>");
  const ranges = [...opened.document.querySelectorAll("p")].map((element) => {
    const range = opened.document.createRange();
    range.selectNodeContents(element);
    return range;
  });
  return { ...opened, ranges };
}

test("each label has its own bucket, sure and less sure", () => {
  const names = LABELS.flatMap((label) => [bucketOf(label, true), bucketOf(label, false)]);
  assert.equal(new Set(names).size, 6);
  assert.equal(bucketOf("opinion", true), "ascribe-a");
  assert.equal(bucketOf("attributed", false), "ascribe-b-x");
  assert.equal(bucketOf("other", true), undefined);
});

test("painting replaces what was painted before", () => {
  const { highlights, ranges } = page();
  const marks = new Highlights();
  marks.show(atOnce(marks.prepare([{ bucket: "ascribe-a", ranges: [ranges[0]] }, { bucket: "ascribe-b", ranges: [ranges[1]] }])));
  assert.deepEqual(painted(highlights), { "ascribe-a": ["One."], "ascribe-b": ["Two."] });
  marks.show(atOnce(marks.prepare([{ bucket: "ascribe-b", ranges: [ranges[0]] }])));
  assert.deepEqual(painted(highlights), { "ascribe-b": ["One."] });
});

test("clearing leaves the page's own highlights alone", () => {
  const { highlights, ranges } = page();
  highlights.set("search-hit", new Set());
  const marks = new Highlights();
  marks.show(atOnce(marks.prepare([{ bucket: "ascribe-a", ranges }])));
  marks.point([ranges[0]]);
  marks.clear();
  assert.deepEqual([...highlights.keys()], ["search-hit"]);
});

test("the pointed-out passage lies over its mark and goes away alone", () => {
  const { highlights, ranges } = page();
  const marks = new Highlights();
  marks.show(atOnce(marks.prepare([{ bucket: "ascribe-a", ranges }])));
  marks.point([ranges[1]], [ranges[1]]);
  assert.equal(highlights.get("ascribe-here").priority, 1);
  assert.equal(highlights.get("ascribe-why").priority, 2);
  marks.point([]);
  assert.deepEqual([...highlights.keys()], ["ascribe-a"]);
});

const css = marksCss(DEFAULT_LOOK);

test("every bucket has a style, and each label its own line", () => {
  const lines = LABELS.map((label) => {
    for (const certain of [true, false]) {
      assert.ok(css.includes(`::highlight(${bucketOf(label, certain)})`), label);
    }
    return new RegExp(
      `::highlight\\(${bucketOf(label, true)}\\) \\{[^}]*underline (\\w+ \\w+)`,
      "u",
    ).exec(css)[1];
  });
  assert.equal(new Set(lines).size, 3);
});

test("no style sets the colour of the text, and none is printed", () => {
  assert.doesNotMatch(css, /[\s;{]color\s*:/u);
  const outside = css.replace(/@media screen[^]*?\n\}/gu, "");
  assert.equal(outside.trim(), "");
});
