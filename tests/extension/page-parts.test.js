import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  isAside, isSkipped, kindInside, namingWords,
} from "../../extension/src/content/page-parts.js";
import { openPage } from "./dom.js";

/** @param {string} html of one element */
function element(html) {
  return openPage(`<body>${html}</body>`).document.body.firstElementChild;
}

test("names are read the same however they are written", () => {
  assert.equal(
    namingWords(element('<p class="relatedLinks c-3 sc1ad" id="RHS_box">x</p>')),
    "related links c rhs box",
  );
  // A heading's id is made of the heading's own words.
  assert.equal(namingWords(element('<h2 class=title id="share-prices-fall">x</h2>')), "title");
});

for (const [html, aside] of [
  ["<aside>x</aside>", true],
  ["<footer>x</footer>", true],
  ["<div class=relatedLinks>x</div>", true],
  ["<div id=newsletter-signup>x</div>", true],
  ["<div role=complementary>x</div>", true],
  ["<section data-testid=share-bar>x</section>", true],
  ["<div class=adjacent>x</div>", false],
  ["<div class=shareholder>x</div>", false],
  ["<main class=sidebar>x</main>", false],
  ["<p>x</p>", false],
]) {
  test(`${html} is ${aside ? "an aside" : "no aside"}`, () => {
    assert.equal(isAside(element(html)), aside);
  });
}

test("the footer of a quotation is no aside", () => {
  const { document } = openPage("<blockquote>x<footer>Ann</footer></blockquote>");
  assert.equal(isAside(document.querySelector("footer")), false);
});

for (const [html, skipped] of [
  ["<nav>x</nav>", true],
  ["<div role=dialog>x</div>", true],
  ["<span class='Sr-Only'>x</span>", true],
  ["<div contenteditable=plaintext-only>x</div>", true],
  ["<div contenteditable=false>x</div>", false],
  ["<div aria-hidden=false>x</div>", false],
]) {
  test(`${html} is ${skipped ? "skipped" : "read"}`, () => {
    assert.equal(isSkipped(element(html)), skipped);
  });
}

test("an article inside a list starts anew", () => {
  assert.equal(kindInside(element("<article>x</article>"), "list_item"), "paragraph");
});

/** The words of a list in the reader of saved pages. */
function pythonWords(name) {
  const source = readFileSync(
    new URL("../../model/ascribe/reading/html_rules.py", import.meta.url),
    "utf8",
  );
  const found = new RegExp(`${name} = _words\\(\\s*"+([^"]+)"+\\s*\\)`, "u").exec(source);
  assert.ok(found, `${name} is gone from html_rules.py`);
  return found[1].trim().split(/\s+/u);
}

test("the reader of saved pages skips the same elements and roles", () => {
  for (const tag of pythonWords("SKIPPED_TAGS")) {
    // In a document of its own: a parser would move some of them elsewhere.
    const { document } = openPage("<body></body>");
    assert.ok(isSkipped(document.createElement(tag)), `<${tag}> is read`);
  }
  for (const role of pythonWords("SKIPPED_ROLES")) {
    assert.ok(isSkipped(element(`<div role=${role}>x</div>`)), `role ${role} is read`);
  }
  for (const name of pythonWords("_HIDDEN_CLASSES")) {
    assert.ok(isSkipped(element(`<div class=${name}>x</div>`)), `.${name} is read`);
  }
});

test("the reader of saved pages knows the same names of asides", () => {
  const source = readFileSync(
    new URL("../../model/ascribe/reading/html_rules.py", import.meta.url),
    "utf8",
  );
  const python = /_ASIDE_WORDS = re\.compile\(\s*r"""\\b\(\?:([^]*?)\)\\b"""/u.exec(source);
  assert.ok(python, "_ASIDE_WORDS is gone from html_rules.py");
  // In Python's verbose form, a space is written with a backslash.
  const theirs = python[1].replaceAll("\\ ", "_").replace(/\s+/gu, "").replaceAll("_", " ");
  const ours = readFileSync(
    new URL("../../extension/src/content/page-parts.js", import.meta.url),
    "utf8",
  );
  const list = /const ASIDE_NAMES = \[([^]*?)\]\.join/u.exec(ours);
  const names = [...list[1].matchAll(/"([^"]+)"|`([^`]+)`/gu)].map(([, a, b]) => a ?? b);
  assert.equal(names.join("|"), theirs);
});
