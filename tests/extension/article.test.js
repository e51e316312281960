import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { settle } from "../../extension/src/content/article.js";
import { readingOf } from "../../extension/src/content/blocks.js";
import { atOnce } from "../../extension/src/content/slices.js";
import { openPage, openShadowRootOf } from "./dom.js";

const blocksOf = (...world) => atOnce(readingOf(...world)).blocks;

const LINE = "The council voted on Tuesday to repair the old bridge before winter.";
const PARAGRAPHS = `<p>${LINE}</p>`.repeat(6);

// Enough of them that the page around the article is no running text.
const LABELS = "<p>Sport</p><p>Weather</p><p>Opinion</p>".repeat(8);

function settled(body) {
  const { document } = openPage(`<!doctype html><body>${body}</body>`);
  return settle(blocksOf(document, openShadowRootOf));
}

/** Kind and start of each block that is no paragraph of the article. */
const rest = (body) =>
  settled(body)
    .filter(({ kind, map }) => kind !== "paragraph" || map.text !== LINE)
    .map(({ kind, map }) => [kind, map.text.slice(0, 20)]);

const TEASER = "Seven ways to cook a pumpkin that you have never thought of before.";

test("a paragraph in an aside is counted as left out", () => {
  assert.deepEqual(rest(`<article>${PARAGRAPHS}<aside><p>${TEASER}</p></aside></article>`), [
    ["other", TEASER.slice(0, 20)],
  ]);
});

test("running text beside the article is left out, labels beside it are dropped", () => {
  assert.deepEqual(
    rest(`<div>${PARAGRAPHS}</div><div><p>${TEASER}</p>${LABELS}</div>`),
    [["other", TEASER.slice(0, 20)]],
  );
});

test("a class that names the layout does not make the article an aside", () => {
  const kinds = settled(`<div class="with-sidebar"><div>${PARAGRAPHS}</div></div>`);
  assert.deepEqual([...new Set(kinds.map(({ kind }) => kind))], ["paragraph"]);
});

test("a headline before the article's element is kept with its standfirst", () => {
  assert.deepEqual(
    rest(
      `<div>${LABELS}</div><div><h1>Bridge to be mended</h1><p>${TEASER}</p></div>` +
        `<div>${PARAGRAPHS}</div>`,
    ),
    [
      ["heading", "Bridge to be mended"],
      ["paragraph", TEASER.slice(0, 20)],
    ],
  );
});

test("a line that is nearly all link leads elsewhere", () => {
  assert.deepEqual(
    rest(`<article>${PARAGRAPHS}<p>See <a href=#>${TEASER}</a></p></article>`),
    [["other", `See ${TEASER}`.slice(0, 20)]],
  );
});

test("a page without running text keeps all its labels", () => {
  assert.deepEqual(rest("<p>Blue</p><p>Red</p>"), [
    ["paragraph", "Blue"],
    ["paragraph", "Red"],
  ]);
});

test("an article whose paragraphs lie in several boxes is kept whole", () => {
  const boxes = `<div><p>${LINE}</p><p>${LINE}</p></div>`.repeat(5);
  assert.equal(
    settled(`<main>${boxes}</main><p>Terms of use</p>`).filter(
      ({ kind }) => kind === "paragraph",
    ).length,
    10,
  );
});

test("an empty page has no blocks", () => assert.deepEqual(settle([]), []));

test("the numbers are those of the reader of saved pages", () => {
  const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
  const ours =
    read("../../extension/src/content/article.js") +
    read("../../extension/src/content/page-text.js");
  const theirs =
    read("../../model/ascribe/reading/html_region.py") + read("../../model/ascribe/reading/html_blocks.py");
  // What is added to a page later is no matter for a saved one.
  const numbers = [...ours.matchAll(/^const ([A-Z_]+) = ([\d.]+);/gmu)].filter(
    ([, name]) => name !== "MIN_ARTICLE_WORDS",
  );
  assert.equal(numbers.length, 9);
  for (const [, name, value] of numbers) {
    const found = new RegExp(`^_${name} = ([\\d.]+)$`, "mu").exec(theirs);
    assert.equal(found?.[1], value, name);
  }
});
