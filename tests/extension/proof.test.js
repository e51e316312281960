import assert from "node:assert/strict";
import { createHash, createHmac, webcrypto } from "node:crypto";
import { test } from "node:test";
import { analyzeProven, checkProof } from "../../extension/src/background/proof.js";
import { analysisOf } from "./analysis.js";

// Node 18 has it, but not as a global.
globalThis.crypto ??= webcrypto;

const SERVER = "http://127.0.0.1:8672";
const OTHER = "http://127.0.0.1:8673";
// The same three stand in tests/server/test_prove.py: both sides agree on them.
const TOKEN = "a token for the tests";
const NONCE = "0f".repeat(32);
const CLIENT = "4bb2e1369899953c";
const PROOF = "e290bf340442ec0773a09fc74c2c29a82b24ca065f196837c498106bb4fe462a";
const BLOCKS = [{ id: "0", kind: "paragraph", text: "A secret text.", link_density: 0 }];

function proofOf(token, server, nonce) {
  const key = createHash("sha256").update(token).digest();
  return createHmac("sha256", key).update(`ascribe server proof\n${server}\n${nonce}`).digest("hex");
}

/** A program at the port: `answer` makes its proof from the nonce it is sent. */
function program(answer, status = 200) {
  const asked = [];
  const send = async (url, init) => {
    asked.push({ url, ...init });
    if (!url.endsWith("/prove")) return Response.json(analysisOf());
    const body = answer(JSON.parse(init.body).nonce);
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  };
  return { asked, send };
}

test("a server that proves itself is sent the page", async () => {
  const { asked, send } = program((nonce) => ({ proof: proofOf(TOKEN, SERVER, nonce) }));
  assert.equal((await analyzeProven(SERVER, TOKEN, BLOCKS, send)).status, "scored");
  assert.deepEqual(asked.map(({ url }) => url), [`${SERVER}/v1/prove`, `${SERVER}/v1/analyze`]);
  assert.equal(asked[0].headers.Authorization, undefined);
  assert.deepEqual(Object.keys(JSON.parse(asked[0].body)), ["client", "nonce"]);
  assert.equal(JSON.parse(asked[0].body).client, CLIENT);
});

test("both sides agree on an example", () => {
  assert.equal(proofOf(TOKEN, SERVER, NONCE), PROOF);
});

test("every question has a nonce of its own", async () => {
  const nonces = new Set();
  const { send } = program((nonce) => ({ proof: proofOf(TOKEN, SERVER, nonces.add(nonce) && nonce) }));
  for (let at = 0; at < 3; at += 1) await checkProof(SERVER, TOKEN, send);
  assert.equal(nonces.size, 3);
  for (const nonce of nonces) assert.match(nonce, /^[0-9a-f]{64}$/u);
});

for (const [name, answer, status, kind] of [
  ["knows another token", (nonce) => ({ proof: proofOf("x", SERVER, nonce) }), 200, "other_program"],
  ["repeats an old proof", () => ({ proof: PROOF }), 200, "other_program"],
  ["passes on the proof of a server elsewhere", (nonce) => ({ proof: proofOf(TOKEN, OTHER, nonce) }), 200, "other_program"],
  ["sends the nonce back", (nonce) => ({ proof: nonce }), 200, "other_program"],
  ["sends no proof", () => ({}), 200, "other_program"],
  ["sends an empty proof", () => ({ proof: "" }), 200, "other_program"],
  ["sends a list", () => ({ proof: [] }), 200, "other_program"],
  ["sends no JSON", () => "<!doctype html>", 200, "other_program"],
  ["sends null", () => "null", 200, "other_program"],
  ["does not know the address", () => "{}", 404, "other_program"],
  ["proves itself in an error", (nonce) => ({ proof: proofOf(TOKEN, SERVER, nonce) }), 500, "other_program"],
  ["does not know this browser", () => ({ type: "/problems/not-paired" }), 401, "token_refused"],
]) {
  test(`a program that ${name} gets neither text nor token`, async () => {
    const { asked, send } = program(answer, status);
    await assert.rejects(analyzeProven(SERVER, TOKEN, BLOCKS, send), { kind });
    assert.deepEqual(asked.map(({ url }) => url), [`${SERVER}/v1/prove`]);
    const sent = JSON.stringify(asked);
    assert.ok(!sent.includes(TOKEN) && !sent.includes("secret text"));
  });
}
