import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../../extension/src/content/page-text.js";
import { atOnce } from "../../extension/src/content/slices.js";
import { openPage, openShadowRootOf } from "./dom.js";

const LINE = "The council voted on Tuesday to repair the old bridge before winter. ";

function texts(body) {
  const { document } = openPage(`<!doctype html><body>${body}</body>`);
  return atOnce(textOf(document, openShadowRootOf)).blocks.map(({ map }) => map.text.slice(0, 11));
}

test("a page that a consent box has made silent is read all the same", () => {
  assert.ok(
    texts(
      `<div aria-hidden=true><p>${LINE.repeat(5)}</p></div>` +
        "<section>We value your privacy and that of all our partners.</section>",
    ).includes("The council"),
  );
});

test("a silent part of a page with text of its own is left out", () => {
  assert.deepEqual(
    texts(`<article><p>${LINE.repeat(20)}</p><p aria-hidden=true>Hidden: ${LINE}</p></article>`),
    ["The council"],
  );
});

test("what no style shows stays unread, however much it is", () => {
  assert.deepEqual(texts(`<div hidden><p>${LINE.repeat(40)}</p></div><p>${LINE}</p>`), [
    "The council",
  ]);
});
