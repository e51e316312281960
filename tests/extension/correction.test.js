import assert from "node:assert/strict";
import { test } from "node:test";
import { Card } from "../../extension/src/content/card.js";
import { correctionOf, keepLabel } from "../../extension/src/content/correction.js";
import { ScoredText } from "../../extension/src/content/scored-text.js";
import { correctProven, undoProven } from "../../extension/src/background/proof.js";
import { openPage } from "./dom.js";

const MODEL = { name: "default", version: "1", sha256: "0".repeat(64) };
const CHANCES = { opinion: 0.1, attributed: 0.1, statement: 0.7, other: 0.1 };

/** A block of sentences, as the page and the server know it. */
function blockOf(id, ...texts) {
  const text = texts.join(" ");
  const block = { map: { text }, kind: "paragraph", words: 9, linkDensity: 0 };
  let at = 0;
  return texts.map((one) => {
    const start = text.indexOf(one, at);
    at = start + one.length;
    const sentence = {
      block: id, start, end: at, label: "statement", probabilities: CHANCES, certain: true,
    };
    return { block, sentence };
  });
}

/** What a generator gives in the end. */
function finished(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const PAGE = [...blockOf("1", "Rain fell.", "It was cold."), ...blockOf("2", "He left.")];

test("what is kept of a page is the sentence and its neighbours", () => {
  const kept = correctionOf(PAGE, PAGE[1], "opinion", MODEL);
  assert.deepEqual(
    [kept.prefix, kept.quote, kept.suffix],
    ["Rain fell. ", "It was cold.", "\nHe left."],
  );
  assert.deepEqual(kept.probabilities, CHANCES);
  const last = correctionOf(PAGE, PAGE[2], "other", MODEL);
  assert.deepEqual([last.prefix, last.suffix], ["It was cold.\n", ""]);
});

test("a label is kept and taken back by way of the background", async () => {
  const asked = [];
  const ask = async (request) => {
    asked.push(request.kind);
    return { correction: 7 };
  };
  const { kept } = await keepLabel(ask, PAGE, PAGE[0], "opinion", MODEL);
  assert.deepEqual(kept, { id: 7, label: "opinion" });
  const labelled = {
    ...PAGE[0],
    sentence: { ...PAGE[0].sentence, correction: { id: 7, given: "statement" } },
  };
  assert.deepEqual(await keepLabel(ask, PAGE, labelled, undefined, MODEL), {});
  assert.deepEqual(asked, ["correct", "undo-correction"]);
});

test("a server that is gone is named and nothing is relabelled", async () => {
  const ask = async () => ({ failure: { kind: "server_down", detail: "http://x" } });
  const { kept, problem } = await keepLabel(ask, PAGE, PAGE[0], "opinion", MODEL);
  assert.equal(kept, undefined);
  assert.ok(problem);
  const broken = async () => Promise.reject(new Error("gone"));
  assert.ok((await keepLabel(broken, PAGE, PAGE[0], "opinion", MODEL)).problem);
});

test("what the server knows of a page is shown, and can be taken back", () => {
  const text = new ScoredText();
  const blocks = [PAGE[0].block, PAGE[2].block];
  text.plan(blocks, () => true);
  const [first] = text.next();
  const sentence = { ...PAGE[0].sentence, block: first.id };
  text.take({
    model: MODEL,
    sentences: [sentence],
    corrections: [{ id: 3, block: first.id, start: 0, end: 10, label: "opinion" }],
  });
  const known = () => finished(text.live(blocks))[0].sentences[0];
  assert.equal(known().label, "opinion");
  assert.deepEqual(known().correction, { id: 3, given: "statement" });
  text.relabel(known(), { id: 4, label: "attributed" });
  assert.deepEqual(known().correction, { id: 4, given: "statement" });
  text.relabel(known(), undefined);
  assert.deepEqual(known(), sentence);
});

test("the card offers four labels, and undo once one is the reader's", () => {
  const page = openPage("<p>x</p>");
  let root;
  const { attachShadow } = page.window.Element.prototype;
  page.window.Element.prototype.attachShadow = function attach(init) {
    root = attachShadow.call(this, init);
    return root;
  };
  const chosen = [];
  const card = new Card(page.document, (label) => chosen.push(label));
  const explanation = { label: "opinion", title: "t", sureness: "s", reasons: [] };
  const line = new page.window.DOMRect(0, 0, 1, 1);
  card.show(explanation, line);
  const buttons = () => [...root.querySelectorAll("button")];
  assert.deepEqual(
    buttons().map((one) => [one.dataset.choice, one.getAttribute("aria-pressed")]),
    [["opinion", "true"], ["attributed", "false"], ["statement", "false"], ["other", "false"]],
  );
  buttons()[3].click();
  assert.ok(buttons().every(({ disabled }) => disabled));
  card.complain("No server");
  assert.equal(root.querySelector("[role=alert]").textContent, "No server");
  assert.ok(buttons().every(({ disabled }) => !disabled));
  card.show({ ...explanation, isCorrected: true }, line);
  buttons()[4].click();
  assert.deepEqual(chosen, ["other", undefined]);
});

test("no correction goes to a server that has not proved itself", async () => {
  const sent = [];
  const send = async (url) => {
    sent.push(new URL(url).pathname);
    return new Response(JSON.stringify({ proof: "0".repeat(64) }));
  };
  const correction = correctionOf(PAGE, PAGE[0], "opinion", MODEL);
  await assert.rejects(correctProven("http://127.0.0.1:1", "token", correction, send));
  await assert.rejects(undoProven("http://127.0.0.1:1", "token", 1, send));
  assert.deepEqual(sent, ["/v1/prove", "/v1/prove"]);
});
