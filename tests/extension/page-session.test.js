import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "../../extension/src/content/answer.js";
import { PageSession } from "../../extension/src/content/page-session.js";
import { abstention, analysisOf, sentenceAt } from "./analysis.js";
import { openPage, openShadowRootOf, painted } from "./dom.js";

const HTML = `<!doctype html><html lang="en"><head><title>A</title></head><body><article>
  <h1>Bridge</h1>
  <p>It rained all day on Monday in the town. <em>That is</em> an awful shame for all of us here.</p>
  <p>“We are ready,” the mayor said to the press on Tuesday. Nobody should believe a word of it.</p>
</article></body></html>`;

function open(html = HTML) {
  const page = openPage(html);
  const session = new PageSession(page.document, openShadowRootOf);
  return { ...page, session };
}

/** Label sentences by the words they begin with. */
function labelled({ blocks }, labels) {
  return Object.entries(labels).map(([beginning, label]) => {
    const block = blocks.find(({ text }) => text.includes(beginning));
    const start = block.text.indexOf(beginning);
    return sentenceAt(block.id, start, block.text.indexOf(".", start) + 1, label);
  });
}

const LABELS = {
  "It rained": "statement",
  "That is": "opinion",
  "“We are": "attributed",
  "Nobody should": "opinion",
};

async function mark(session, more = {}) {
  const read = await session.read();
  return await session.paint(read.reading, analysisOf({ sentences: labelled(read, LABELS), ...more }));
}

test("a page is read as blocks with ids of their own", async () => {
  const { blocks, contentType } = await open().session.read();
  assert.deepEqual(blocks.map(({ id, kind }) => [id, kind]), [["1", "heading"], ["2", "paragraph"], ["3", "paragraph"]]);
  assert.equal(contentType, "text/html");
  assert.equal(blocks[0].link_density, 0);
});

test("each sentence is painted in the bucket of its label", async () => {
  const { session, highlights } = open();
  const state = await mark(session);
  assert.deepEqual(painted(highlights), {
    "ascribe-c": ["It rained all day on Monday in the town."],
    "ascribe-a": ["That is an awful shame for all of us here.", "Nobody should believe a word of it."],
    "ascribe-b": ["“We are ready,” the mayor said to the press on Tuesday."],
  });
  assert.equal(state.marked, true);
  assert.equal(state.passages, 2);
  assert.deepEqual(state.summary.counts, { opinion: 2, attributed: 1, statement: 1 });
});

test("the page's DOM is the same before, during and after", async () => {
  const { session, document } = open();
  const before = document.documentElement.outerHTML;
  await mark(session);
  assert.equal(document.documentElement.outerHTML, before);
  session.clear();
  assert.equal(document.documentElement.outerHTML, before);
});

test("taking the marks away leaves nothing, and they come back the same", async () => {
  const { session, highlights } = open();
  await mark(session);
  const first = painted(highlights);
  assert.equal(session.clear().marked, false);
  assert.equal(highlights.size, 0);
  assert.equal((await session.repaint()).marked, true);
  assert.deepEqual(painted(highlights), first);
});

test("a page of which nothing is left does not count as marked", async () => {
  const { session, document } = open();
  await mark(session);
  session.clear();
  document.querySelector("article").replaceChildren();
  assert.equal((await session.repaint()).marked, false);
});

test("an answer to an earlier reading is dropped", async () => {
  const { session, highlights } = open();
  const old = await session.read();
  await session.read();
  const state = await session.paint(old.reading, analysisOf({ sentences: labelled(old, LABELS) }));
  assert.equal(state.marked, false);
  assert.equal(highlights.size, 0);
});

test("a sentence that the page has changed meanwhile is left out", async () => {
  const { session, document, highlights } = open();
  const read = await session.read();
  document.querySelector("em").firstChild.data = "This was";
  await session.paint(read.reading, analysisOf({ sentences: labelled(read, LABELS) }));
  assert.deepEqual(painted(highlights)["ascribe-a"], ["Nobody should believe a word of it."]);
});

for (const [name, sentence] of [
  ["in an unknown block", sentenceAt("99", 0, 5, "opinion")],
  ["beyond the end of its block", sentenceAt("2", 0, 9999, "opinion")],
  ["that is not prose", sentenceAt("2", 0, 5, "other")],
]) {
  test(`a sentence ${name} is not painted`, async () => {
    const { session, highlights } = open();
    await mark(session, { sentences: [sentence] });
    assert.equal(highlights.size, 0);
  });
}

test("a page that gets no number gets no marks", async () => {
  const { session, highlights } = open();
  const read = await session.read();
  const state = await session.paint(read.reading, {
    ...abstention("too_short"),
    sentences: labelled(read, LABELS),
  });
  assert.equal(state.marked, false);
  assert.equal(state.summary.status, "too_short");
  assert.equal(highlights.size, 0);
});

test("next and previous go through the opinion passages and round again", async () => {
  const { session } = open();
  await mark(session);
  const texts = [1, 1, 1, -1].map((direction) => session.step(direction));
  assert.deepEqual(texts.map(({ index }) => index), [1, 2, 1, 2]);
  assert.equal(texts[0].total, 2);
  assert.equal(texts[0].text, "That is an awful shame for all of us here.");
});

test("previous first leads to the last passage", async () => {
  const { session } = open();
  await mark(session);
  assert.equal(session.step(-1).index, 2);
});

test("a passage that has gone from the page is stepped over", async () => {
  const { session, document } = open();
  await mark(session);
  document.querySelector("em").remove();
  assert.equal(session.step(1).index, 2);
  assert.equal(session.step(1).index, 2);
});

test("without marks there is nowhere to go", async () => {
  const { session } = open();
  assert.deepEqual(session.step(1), { index: 0, total: 0, text: "" });
  await mark(session);
  session.clear();
  assert.equal(session.step(1).index, 0);
});

test("the card is one element that stands only while it is shown", async () => {
  const { session, document, window, highlights } = open();
  const before = document.documentElement.outerHTML;
  await mark(session);
  session.step(1);
  const host = document.querySelector("ascribe-card");
  assert.equal(host.parentNode, document.documentElement);
  assert.equal(host.shadowRoot, null);
  assert.equal(host.childNodes.length, 0);
  assert.deepEqual(painted(highlights)["ascribe-here"], ["That is an awful shame for all of us here."]);

  window.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Escape" }));
  assert.equal(document.documentElement.outerHTML, before);
  assert.equal(highlights.has("ascribe-here"), false);
});

test("a page that is not marked is not listened to", async () => {
  const { session, window } = open();
  let listeners = 0;
  const { addEventListener } = window;
  window.addEventListener = (...details) => {
    listeners += 1;
    const { signal } = details[2];
    signal.addEventListener("abort", () => (listeners -= 1));
    addEventListener.call(window, details[0], details[1]);
  };
  await session.read();
  assert.equal(listeners, 0);
  await mark(session);
  assert.ok(listeners > 0);
  session.clear();
  assert.equal(listeners, 0);
});

test("the background is answered for every request, and only for those", async () => {
  const { session } = open();
  assert.equal((await answer({ kind: "state" }, session)).marked, false);
  const read = await answer({ kind: "read", selection: false }, session);
  const analysis = analysisOf({ sentences: labelled(read, LABELS) });
  const look = { palette: "rose", tint: false, sureness: "any" };
  const paint = { kind: "paint", reading: read.reading, analysis, look };
  assert.equal((await answer(paint, session)).marked, true);
  assert.deepEqual((await answer({ kind: "next" }, session)).blocks, []);
  assert.equal((await answer({ kind: "step", direction: 1 }, session)).index, 1);
  assert.equal((await answer({ kind: "strongest" }, session)).total, 2);
  assert.equal((await answer({ kind: "show", at: 2 }, session)).index, 3);
  assert.equal((await answer({ kind: "list" }, session)).sentences.length, 4);
  assert.equal((await answer({ kind: "clear" }, session)).marked, false);
  assert.equal((await answer({ kind: "repaint", look }, session)).marked, true);
  session.clear();
  await assert.rejects(answer({ kind: "eval" }, session), /unknown request/u);
});

test("only what is sure enough is marked, and all of it counts", async () => {
  const { session, highlights } = open();
  const read = await session.read();
  const analysis = analysisOf({ sentences: labelled(read, LABELS) });
  const look = { palette: "amber", tint: true, sureness: "very" };
  const state = await session.paint(read.reading, analysis, look);
  assert.equal(highlights.size, 0);
  assert.deepEqual(state.summary.counts, { opinion: 2, attributed: 1, statement: 1 });
});

test("a passage that stands on the page twice is one passage", async () => {
  const twice = HTML.replace("</article>", `<p>It rained all day on Monday in the town. <em>That is</em> an awful shame for all of us here.</p></article>`);
  const { session } = open(twice);
  const read = await session.read();
  const sentences = read.blocks.slice(1).flatMap(({ id, text }) => {
    const start = text.indexOf("That is");
    return start < 0 ? [] : [sentenceAt(id, start, text.length, "opinion")];
  });
  const state = await session.paint(read.reading, analysisOf({ sentences }));
  assert.equal(sentences.length, 2);
  assert.equal(state.passages, 1);
  assert.equal(state.summary.counts.opinion, 1);
  session.clear();
});
