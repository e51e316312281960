import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { View } from "../../extension/src/popup/view.js";
import { FAILURE_KINDS } from "../../extension/src/shared/failure-text.js";
import { abstention, analysisOf, summaryOfAnalysis as summaryOf } from "./analysis.js";
import { openPage } from "./dom.js";

const html = readFileSync(new URL("../../extension/src/popup/popup.html", import.meta.url), "utf8");

let document;
let view;
beforeEach(() => {
  ({ document } = openPage(html));
  view = new View(document);
});

const text = (id) => document.getElementById(id).textContent.replace(/\s+/gu, " ").trim();
const isShown = (id) => document.getElementById(id).closest("[hidden]") === null;
const outcome = (did, analysis = analysisOf(), more = {}) => ({
  did,
  state: { marked: did === "marked", passages: 2, waiting: 0, summary: summaryOf(analysis), ...more },
});

test("the popup has the parts that tests and other tools go by", () => {
  for (const id of [
    "status", "shares", "opinion-share", "attributed-share", "statement-share",
    "counts", "sources", "coverage", "message", "action", "toggle", "next", "previous",
  ]) {
    assert.ok(document.getElementById(id), id);
  }
});

test("a result shows shares, ranges, counts, sources and what was left out", () => {
  view.outcome(outcome("marked"));
  assert.equal(text("opinion-share"), "12 %");
  assert.equal(text("attributed-share"), "71 %");
  assert.equal(text("statement-share"), "17 %");
  assert.equal(text("opinion-range"), "8–17 %");
  assert.equal(document.querySelector("#shares .opinion").style.flexGrow, "0.12");
  assert.match(document.getElementById("shares").getAttribute("aria-label"), /opinion 12 %/iu);
  assert.match(text("sources"), /Reuters ?organisation ?5 sentences/u);
  assert.match(text("coverage"), /^Scored 31 of 34 passages/u);
  assert.equal(text("status"), "Marks are on");
  assert.equal(text("toggle"), "Remove marks");
  assert.equal(isShown("message"), false);
  assert.equal(isShown("result"), true);
});

test("a share of nothing has no part in the bar", () => {
  const { page } = analysisOf();
  const shares = { opinion: 0, attributed: 0.8, statement: 0.2 };
  view.outcome(outcome("marked", analysisOf({ page: { ...page, shares } })));
  assert.equal(document.querySelector("#shares .opinion").hidden, true);
  assert.equal(document.querySelector("#shares .attributed").hidden, false);
});

test("when the marks are gone the popup says so and offers to mark again", () => {
  view.outcome(outcome("unmarked"));
  assert.equal(text("status"), "Marks removed");
  assert.equal(text("toggle"), "Mark again");
  assert.equal(view.isMarked, false);
  assert.equal(document.getElementById("next").disabled, true);
  assert.equal(text("opinion-share"), "12 %");
});

test("without opinion passages there is nowhere to go", () => {
  view.outcome(outcome("marked", analysisOf(), { passages: 0 }));
  assert.equal(document.getElementById("next").disabled, true);
  assert.equal(text("passage"), "No opinion passages");
});

for (const status of ["too_short", "not_english", "not_prose"]) {
  test(`a page that is ${status} gets words and no number`, () => {
    view.outcome(outcome("marked"));
    view.outcome(outcome("abstained", abstention(status)));
    assert.equal(isShown("result"), false);
    assert.equal(isShown("message"), true);
    assert.doesNotMatch(text("message"), /%/u);
    assert.equal(view.action, "again");
  });
}

for (const kind of FAILURE_KINDS) {
  test(`the failure ${kind} shows its message, one action, and no result`, () => {
    view.outcome(outcome("marked"));
    view.failure({ kind, detail: "http://127.0.0.1:9" });
    assert.equal(isShown("result"), false);
    assert.ok(text("message-title"));
    const buttons = [...document.querySelectorAll("main button")].filter(
      (button) => button.closest("[hidden]") === null,
    );
    assert.deepEqual(buttons.map(({ id }) => id), ["action"]);
    assert.equal(isShown("code-field"), view.action === "enter-code");
  });
}

test("commands in a message are set apart", () => {
  view.failure({ kind: "server_down", detail: "http://127.0.0.1:9" });
  assert.deepEqual(
    [...document.querySelectorAll("#message-text code")].map(({ textContent }) => textContent),
    ["ascribe serve", "make run"],
  );
});

test("a result after a failure takes the message away", () => {
  view.failure({ kind: "busy" });
  view.outcome(outcome("marked"));
  assert.equal(isShown("message"), false);
});

test("next and previous say where they have led", () => {
  view.passage({ index: 2, total: 5, text: "That is awful." });
  assert.equal(text("passage"), "2 of 5: “That is awful.”");
});

test("a long ledger is cut, and says by how much", () => {
  const sources = Array.from({ length: 9 }, (_, at) => ({
    name: `Source ${at}`, kind: "person", sentences: 1, words: 9,
  }));
  view.outcome(outcome("marked", analysisOf({ sources })));
  const rows = [...document.querySelectorAll("#sources li")].map(({ textContent }) => textContent);
  assert.equal(rows.length, 6);
  assert.match(rows[0], /1 sentence$/u);
  assert.equal(rows[5], "and 4 more");
});

test("markup in the text of a page stays text", () => {
  const evil = "<img src=x onerror=alert(1)>";
  view.outcome(outcome("marked", analysisOf({ sources: [{ name: evil, kind: "person", sentences: 1, words: 1 }] })));
  view.passage({ index: 1, total: 1, text: evil });
  view.failure({ kind: "refused", detail: evil });
  assert.equal(document.querySelectorAll("img[src=x]").length, 0);
  assert.ok(text("sources").includes(evil));
  assert.ok(text("message-text").includes(evil));
});
