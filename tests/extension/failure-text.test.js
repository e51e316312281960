import assert from "node:assert/strict";
import "./english.js";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import { FAILURE_KINDS, failureText } from "../../extension/src/shared/failure-text.js";
import { failureOf, ReaderError } from "../../extension/src/shared/failure.js";

test("every failure has a message of its own and one action", () => {
  const titles = new Set();
  for (const kind of FAILURE_KINDS) {
    const { title, text, action } = failureText({ kind, detail: "http://127.0.0.1:9" });
    titles.add(title);
    assert.ok(text.length > 20 || text === "http://127.0.0.1:9", kind);
    assert.ok(["again", "grant", "enter-code", "try-page", "allow-site"].includes(action.kind), kind);
    assert.ok(action.label, kind);
    // Commands stand between two backticks each.
    assert.equal(text.split("`").length % 2, 1, kind);
  }
  // Two sorts of permission have one title.
  assert.equal(titles.size, FAILURE_KINDS.length - 1);
});

test("every kind of failure in the types has a message", () => {
  const types = readFileSync(new URL("../../extension/src/shared/types.js", import.meta.url), "utf8");
  const declared = /@typedef \{([^}]+)\} FailureKind/u.exec(types)[1];
  assert.deepEqual(
    [...declared.matchAll(/"(\w+)"/gu)].map(([, kind]) => kind).sort(),
    [...FAILURE_KINDS].sort(),
  );
});

test("every failure that is raised anywhere has a kind with a message", () => {
  assert.ok(FAILURE_KINDS.includes(failureOf(new ReaderError("busy")).kind));
});

test("each sort of page that cannot be read is told apart", () => {
  const texts = ["browser", "store", "source", "file", "pdf", "reader", "other"].map(
    (detail) => failureText({ kind: "page_unreadable", detail }).text,
  );
  assert.equal(new Set(texts).size, 7);
  assert.ok(failureText({ kind: "page_unreadable" }).text);
});

test("a reader is told how to start the server, and where it was looked for", () => {
  const { text } = failureText({ kind: "server_down", detail: "http://127.0.0.1:9" });
  assert.match(text, /`ascribe serve`/u);
  assert.match(text, /http:\/\/127\.0\.0\.1:9/u);
});

test("a bug shows nothing of itself but stands in the console", () => {
  const log = mock.method(console, "error", () => {});
  assert.deepEqual(failureOf(new TypeError("text of a page")), { kind: "bug" });
  assert.equal(log.mock.callCount(), 1);
  log.mock.restore();
});
