import assert from "node:assert/strict";
import { test } from "node:test";
import { readingOf } from "../../extension/src/content/blocks.js";
import { atOnce } from "../../extension/src/content/slices.js";
import { openPage, openShadowRootOf } from "./dom.js";

const blocksOf = (...world) => atOnce(readingOf(...world)).blocks;

function read(body, shadowRootOf = openShadowRootOf) {
  const { document } = openPage(`<!doctype html><body>${body}</body>`);
  return blocksOf(document, shadowRootOf);
}

/** Kind and text of each block. */
const told = (body) => read(body).map(({ kind, map }) => [kind, map.text]);

for (const [name, body, blocks] of [
  ["paragraphs are blocks", "<p>One.</p><p>Two.</p>", [["paragraph", "One."], ["paragraph", "Two."]]],
  ["inline elements do not end a block", "<p>One <em>two</em> <a>three</a>.</p>", [["paragraph", "One two three."]]],
  ["loose text is a block", "One <p>Two</p> three", [["paragraph", "One"], ["paragraph", "Two"], ["paragraph", "three"]]],
  ["two line breaks end a block", "<div>One<br> <br>Two<br>three</div>", [["paragraph", "One"], ["paragraph", "Two three"]]],
  ["three line breaks end it once", "<div>One<br><br><br>Two</div>", [["paragraph", "One"], ["paragraph", "Two"]]],
  ["headings are told", "<h2>Head</h2><div role=heading>Also</div>", [["heading", "Head"], ["heading", "Also"]]],
  ["a heading set in the line is one", "<div><h2 style='display:inline'>Head</h2></div>", [["heading", "Head"]]],
  ["a heading that text follows in the line is part of it", "<div><h2 style='display:inline'>Head.</h2> Text</div>", [["paragraph", "Head. Text"]]],
  ["a quotation is one in all its parts", "<blockquote><p>A</p><ul><li>B</ul></blockquote>", [["quote", "A"], ["quote", "B"]]],
  ["the foot of a quotation is kept", "<blockquote>A<footer>Ann</footer></blockquote>", [["quote", "A"], ["quote", "Ann"]]],
  ["list items are told", "<ul><li>A<li><p>B</p></ul>", [["list_item", "A"], ["list_item", "B"]]],
  ["captions are told by element and by class", "<figure><figcaption>A</figcaption></figure><p class=photo-caption>B</p>", [["caption", "A"], ["caption", "B"]]],
  ["cells are told", "<table><tr><td>A<td>B</table>", [["cell", "A"], ["cell", "B"]]],
  ["a paragraph in a cell is a paragraph", "<table><tr><td><p>A</p></table>", [["paragraph", "A"]]],
  ["preformatted text keeps its lines", "<pre>a\n  b</pre>", [["preformatted", "a\n  b"]]],
  ["scripts, styles and form controls are no text", "<p>A<script>x</script><style>y</style><button>z</button><textarea>t</textarea></p>", [["paragraph", "A"]]],
  ["navigation is no text", "<nav>Home</nav><p>A</p><div role=navigation>B</div>", [["paragraph", "A"]]],
  ["hidden text is no text", "<p hidden>A</p><p style='display:none'>B</p><p aria-hidden=true>C</p><p>D</p>", [["paragraph", "D"]]],
  ["invisible text is no text, what is visible inside it is", "<p style='visibility:hidden'>A <b style='visibility:visible'>B</b></p>", [["paragraph", "B"]]],
  ["text hidden by a style sheet is no text", "<style>.x{display:none}</style><p class=x>A</p><p>B</p>", [["paragraph", "B"]]],
  ["text for screen readers only is no text", "<p>A <span style='position:absolute;width:1px;height:1px;overflow:hidden'>x</span>B</p>", [["paragraph", "A B"]]],
  ["what a reader may edit is no text", "<div contenteditable>A</div><p>B</p>", [["paragraph", "B"]]],
  ["a spanned drop cap belongs to its word", "<p><span style='float:left;display:block'>T</span>he end</p>", [["paragraph", "The end"]]],
  ["an element that is styled as a block is one", "<span style='display:block'>A</span><span style='display:block'>B</span>", [["paragraph", "A"], ["paragraph", "B"]]],
  ["boxes in a row are separate, boxed words are not", "<div style='display:inline-block'>A</div><div style='display:inline-block'>B</div><p>c<span style='display:inline-block'>d</span></p>", [["paragraph", "A"], ["paragraph", "B"], ["paragraph", "cd"]]],
  ["a closed disclosure shows its summary only", "<details><summary>A</summary><p>B</p></details>", [["paragraph", "A"]]],
  ["marks of footnotes are left out", "<p>A<sup><a href=#n>1</a></sup> b x<sup>2</sup></p>", [["paragraph", "A b x2"]]],
  ["an empty page has no blocks", " ", []],
]) {
  test(name, () => assert.deepEqual(told(body), blocks));
}

test("text in an open shadow tree is read, with its slots filled", () => {
  const { document } = openPage("<body><x-a><b>slotted</b></x-a></body>");
  const root = document.querySelector("x-a").attachShadow({ mode: "open" });
  root.append(document.createElement("p"), "tail");
  root.querySelector("p").append("In the shade: ", document.createElement("slot"));
  assert.deepEqual(
    blocksOf(document, openShadowRootOf).map(({ map }) => map.text),
    ["In the shade: slotted", "tail"],
  );
});

test("a closed shadow tree is read by the browser's own way in", () => {
  const { document } = openPage("<body><x-a></x-a></body>");
  const root = document.querySelector("x-a").attachShadow({ mode: "closed" });
  root.append("Closed.");
  const found = blocksOf(document, (element) => (element.localName === "x-a" ? root : null));
  assert.deepEqual(found.map(({ map }) => map.text), ["Closed."]);
});

test("link density is the share of the letters inside links", () => {
  assert.equal(read("<p>abc <a href=#>def</a></p>")[0].linkDensity, 0.5);
  assert.equal(read("<p><a href=#>abc</a></p>")[0].linkDensity, 1);
  assert.equal(read("<p>abc</p>")[0].linkDensity, 0);
});

test("elements that look like asides are noted, not dropped", () => {
  const [block] = read("<aside><p>Read more</p></aside>");
  assert.equal(block.kind, "paragraph");
  assert.deepEqual(block.asides.map(({ localName }) => localName), ["aside"]);
});

test("a page nested deeper than the stack does not end the reading", () => {
  const { document } = openPage("<body><p>Before.</p></body>");
  let at = document.body;
  for (let depth = 0; depth < 3000; depth += 1) {
    at = at.appendChild(document.createElement("b"));
  }
  at.append("Too deep.");
  // jsdom's own computed style takes seconds at this depth.
  globalThis.getComputedStyle = ({ localName }) => ({
    display: localName === "b" ? "inline" : "block",
    visibility: "visible",
  });
  document.body.append(Object.assign(document.createElement("p"), { textContent: "After." }));
  assert.deepEqual(
    blocksOf(document, () => null).map(({ map }) => map.text),
    ["Before.", "After."],
  );
});

test("reading does not change the page", () => {
  const { document } = openPage("<body><p class=a>One <i>two</i><br><br>three</p></body>");
  const before = document.documentElement.outerHTML;
  blocksOf(document, openShadowRootOf);
  assert.equal(document.documentElement.outerHTML, before);
});
