import assert from "node:assert/strict";
import { test } from "node:test";
import { Card } from "../../extension/src/content/card.js";
import { openPage } from "./dom.js";

const EXPLANATION = {
  label: "attributed",
  title: "Attributed to a source",
  sureness: "Very likely",
  source: "<img src=x onerror=alert(1)>",
  sourceNote: "named in an earlier sentence",
  reasons: ["said", "<b>officials</b>"],
};

/** Open a card; its closed shadow tree is caught on the way. */
function open() {
  const page = openPage("<p>x</p>");
  let root;
  const { attachShadow } = page.window.Element.prototype;
  page.window.Element.prototype.attachShadow = function attach(init) {
    root = attachShadow.call(this, init);
    return root;
  };
  const card = new Card(page.document);
  card.show(EXPLANATION, new page.window.DOMRect(10, 20, 100, 18));
  return { ...page, card, root };
}

test("the card says label, certainty, source and reasons", () => {
  const { root } = open();
  assert.deepEqual(
    [...root.querySelectorAll("p")].map(({ textContent }) => textContent.trim()),
    [
      "Attributed to a source",
      "Very likely",
      "Source: <img src=x onerror=alert(1)> (named in an earlier sentence)",
      "Words that tell: said <b>officials</b>",
    ],
  );
});

test("markup in the text of a page stays text", () => {
  const { root } = open();
  assert.equal(root.querySelector("img"), null);
  assert.equal(root.querySelectorAll("b").length, 1);
});

test("the card is no part of the page's own tree, and closed to it", () => {
  const { document, root, card } = open();
  assert.equal(root.mode, "closed");
  assert.equal(document.querySelector("ascribe-card").style.position, "fixed");
  card.hide();
  assert.equal(document.querySelector("ascribe-card"), null);
  assert.equal(card.isShown, false);
});

test("what is said of one sentence is gone when the next is explained", () => {
  const { root, card, window } = open();
  card.show(
    { label: "opinion", title: "Author’s opinion", sureness: "Likely", reasons: [] },
    new window.DOMRect(0, 0, 1, 1),
  );
  assert.equal(root.querySelectorAll("p").length, 2);
});
