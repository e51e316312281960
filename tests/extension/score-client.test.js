import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import * as client from "../../extension/src/background/score-client.js";
import { analysisOf } from "./analysis.js";

const { analyze, checkHealth, diary, exchangeCode } = client;
const SERVER = "http://127.0.0.1:8672";
const BLOCKS = [{ id: "0", kind: "paragraph", text: "Rain fell.", link_density: 0 }];

/** A server that gives one answer and remembers what it was asked. */
function answering(body, status = 200) {
  const asked = [];
  const send = async (url, init) => {
    asked.push({ url, ...init });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  };
  return { asked, send };
}

const problem = (slug, detail = "Because.") => ({ type: `/problems/${slug}`, detail });

/** Expect a failure of one kind, with one detail where that is given. */
const failsWith = (kind, detail) => (error) => {
  assert.equal(error.name, "ReaderError", String(error));
  assert.equal(error.kind, kind);
  if (detail !== undefined) assert.equal(error.detail, detail);
  return true;
};

test("a server of our version is healthy", async () => {
  const { send, asked } = answering({ name: "ascribe", version: "0.1.0", api_version: 1 });
  await checkHealth(SERVER, send);
  assert.equal(asked[0].url, `${SERVER}/v1/health`);
  assert.equal(asked[0].headers, undefined);
});

for (const [name, body, status, kind, detail] of [
  ["another name", { name: "jupyter" }, 200, "other_program", SERVER],
  ["a web page", "<!doctype html>", 200, "other_program", SERVER],
  ["nothing", "", 200, "other_program", SERVER],
  ["JSON that is no object", "null", 200, "other_program", SERVER],
  ["an error", { name: "ascribe" }, 404, "other_program", SERVER],
  ["another version", { name: "ascribe", version: "9.0", api_version: 2 }, 200, "version_mismatch", "9.0"],
]) {
  test(`a program that answers with ${name} is told apart`, async () => {
    await assert.rejects(checkHealth(SERVER, answering(body, status).send), failsWith(kind, detail));
  });
}

test("a port where nobody listens means that the server is down", async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const address = `http://127.0.0.1:${port}`;
  await assert.rejects(checkHealth(address), failsWith("server_down", address));
});

test("a request that takes too long is given up", async () => {
  const late = async () => {
    throw new DOMException("late", "TimeoutError");
  };
  await assert.rejects(analyze(SERVER, "t", BLOCKS, late), failsWith("too_slow", SERVER));
  // A program that takes the connection and says nothing is no server of ours.
  await assert.rejects(checkHealth(SERVER, late), failsWith("server_down"));
});

test("every request carries a time limit and no cookies", async () => {
  const { send, asked } = answering(analysisOf());
  await analyze(SERVER, "secret", BLOCKS, send);
  assert.ok(asked[0].signal instanceof AbortSignal);
  assert.equal(asked[0].credentials, "omit");
  assert.equal(asked[0].redirect, "manual");
});

test("a page is sent with the token, as the API wants it", async () => {
  const { send, asked } = answering(analysisOf());
  const analysis = await analyze(SERVER, "secret", BLOCKS, send);
  assert.equal(analysis.status, "scored");
  assert.equal(asked[0].url, `${SERVER}/v1/analyze`);
  assert.equal(asked[0].headers.Authorization, "Bearer secret");
  assert.deepEqual(JSON.parse(asked[0].body), { blocks: BLOCKS });
});

test("what a page is called goes along for the diary", async () => {
  const { send, asked } = answering(analysisOf());
  const page = { url: "https://news.example/a", title: "Rain" };
  await analyze(SERVER, "secret", BLOCKS, send, page);
  assert.deepEqual(JSON.parse(asked[0].body), { blocks: BLOCKS, page });
});

test("the diary is asked for, and switched, with the token", async () => {
  const { send, asked } = answering({ on: true });
  assert.equal(await diary(SERVER, "secret", undefined, send), true);
  assert.equal(asked[0].url, `${SERVER}/v1/diary`);
  assert.equal(asked[0].headers.Authorization, "Bearer secret");
  assert.deepEqual(JSON.parse(asked[0].body), {});
  await diary(SERVER, "secret", false, send);
  assert.deepEqual(JSON.parse(asked[1].body), { on: false });
  const old = answering({ version: "1" });
  await assert.rejects(diary(SERVER, "t", true, old.send), failsWith("version_mismatch"));
});

for (const [slug, status, kind, detail] of [
  ["not-paired", 401, "token_refused", undefined],
  ["busy", 503, "busy", undefined],
  ["stopping", 503, "server_down", undefined],
  ["body-too-large", 413, "too_large", "Because."],
  ["page-too-large", 413, "too_large", "Because."],
  ["model-unavailable", 503, "refused", "Because."],
  ["invalid-input", 422, "refused", "Because."],
  ["too-many-failures", 429, "refused", "Because."],
  ["internal-error", 500, "refused", "Because."],
]) {
  test(`the problem ${slug} becomes the failure ${kind}`, async () => {
    const { send } = answering(problem(slug), status);
    await assert.rejects(analyze(SERVER, "t", BLOCKS, send), failsWith(kind, detail));
  });
}

test("an error that is no problem document is told by its status", async () => {
  const { send } = answering("<h1>Bad gateway</h1>", 502);
  await assert.rejects(analyze(SERVER, "t", BLOCKS, send), failsWith("refused", "status 502"));
});

for (const [name, body] of [
  ["null", "null"],
  ["an unknown status", { ...analysisOf(), status: "maybe" }],
  ["offsets of another unit", { ...analysisOf(), offset_unit: "codepoint" }],
  ["no sentences", { ...analysisOf(), sentences: undefined }],
  ["no shares though scored", { ...analysisOf(), page: { coverage: { blocks: 1 } } }],
]) {
  test(`an answer with ${name} is from another version`, async () => {
    const { send } = answering(body);
    await assert.rejects(analyze(SERVER, "t", BLOCKS, send), failsWith("version_mismatch"));
  });
}

test("an answer without a number is an answer", async () => {
  const page = { words: 9, shares: null, intervals: null, coverage: { blocks: 1, scored: 0, skipped: {} } };
  const { send } = answering({ ...analysisOf({ status: "too_short", page }) });
  assert.equal((await analyze(SERVER, "t", BLOCKS, send)).status, "too_short");
});

const long = "x".repeat(1_000_000);
for (const [name, blocks] of [
  ["characters", [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => ({ ...BLOCKS[0], id: String(id), text: long }))],
  ["blocks", Array.from({ length: 50_001 }, (_, id) => ({ ...BLOCKS[0], id: String(id) }))],
  ["bytes", [{ ...BLOCKS[0], text: "\u0001".repeat(1_900_000) }]],
]) {
  test(`a page with too many ${name} is not sent at all`, async () => {
    const { send, asked } = answering(analysisOf());
    await assert.rejects(analyze(SERVER, "t", blocks, send), failsWith("too_large"));
    assert.equal(asked.length, 0);
  });
}

test("the limits are those of server and engine", () => {
  const limit = (path, pattern) => {
    const source = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
    const found = pattern.exec(source);
    assert.ok(found, `${pattern} is gone from ${path}`);
    return found[1].split("*").reduce((product, part) => product * Number(part.replaceAll("_", "")), 1);
  };
  assert.equal(
    client.MAX_REQUEST_BYTES,
    limit("server/ascribe_server/settings.py", /max_body_bytes: .* = field\(\s*default=([\d_ *]+),/u),
  );
  assert.equal(client.MAX_BLOCKS, limit("model/ascribe/engine.py", /^MAX_BLOCKS = ([\d_]+)/mu));
  assert.equal(
    client.MAX_PAGE_UNITS,
    limit("server/ascribe_server/settings.py", /max_page_units: .* = field\(\s*default=([\d_ *]+),/u),
  );
});

test("a code is exchanged for a token", async () => {
  const { send, asked } = answering({ token: "abc", server: {} });
  assert.equal(await exchangeCode(SERVER, "ABCD-EFGH", send), "abc");
  assert.equal(asked[0].url, `${SERVER}/v1/pair`);
  assert.deepEqual(JSON.parse(asked[0].body), { code: "ABCD-EFGH" });
});

for (const [name, body, status, kind] of [
  ["a wrong code", problem("wrong-code"), 403, "code_refused"],
  ["a spent code", problem("code-spent"), 410, "code_refused"],
  ["too many tries", problem("too-many-failures"), 429, "refused"],
  ["no token", {}, 200, "other_program"],
]) {
  test(`pairing with ${name} fails as ${kind}`, async () => {
    const { send } = answering(body, status);
    await assert.rejects(exchangeCode(SERVER, "ABCD", send), failsWith(kind));
  });
}
