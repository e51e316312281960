import assert from "node:assert/strict";
import { test } from "node:test";
import { pair, pairingOrigin, parsePasted } from "../../extension/src/background/pairing.js";

const OWN = "abcdefghijklmnopabcdefghijklmnop";
const GOOD = { id: OWN, frameId: 0, url: "http://127.0.0.1:9000/pair#ABCD" };

test("the pairing page's own address says which server it is", () => {
  assert.equal(pairingOrigin(GOOD, OWN), "http://127.0.0.1:9000");
});

for (const [name, more] of [
  ["a frame", { frameId: 3 }],
  ["another extension", { id: "x" }],
  ["another path", { url: "http://127.0.0.1:9000/pairs" }],
  ["the front page", { url: "http://127.0.0.1:9000/" }],
  ["another host", { url: "http://evil.example/pair" }],
  ["another name of this computer", { url: "http://localhost:9000/pair" }],
  ["another address of this computer", { url: "http://127.0.0.2:9000/pair" }],
  ["a name that looks like it", { url: "http://127.0.0.1.evil.example:9000/pair" }],
  ["a user name that looks like it", { url: "http://127.0.0.1:9000@evil.example/pair" }],
  ["https", { url: "https://127.0.0.1:9000/pair" }],
  ["the standard port", { url: "http://127.0.0.1/pair" }],
  ["nowhere", { url: undefined }],
]) {
  test(`a code from ${name} is refused`, () => {
    assert.throws(() => pairingOrigin({ ...GOOD, ...more }, OWN), /somewhere else/u);
  });
}

const SERVER = "http://127.0.0.1:8672";
for (const [pasted, server, code] of [
  ["ABCD-EFGH-JKMN-PQRS", SERVER, "ABCD-EFGH-JKMN-PQRS"],
  ["  ABCD-EFGH\n", SERVER, "ABCD-EFGH"],
  ["http://127.0.0.1:9000/pair#ABCD-EFGH", "http://127.0.0.1:9000", "ABCD-EFGH"],
]) {
  test(`${JSON.stringify(pasted)} can be pasted`, () => {
    assert.deepEqual(parsePasted(pasted, SERVER), { server, code });
  });
}

for (const pasted of [
  "",
  "abc",
  "two words",
  "http://127.0.0.1:9000/pair",
  "http://127.0.0.1:9000/#ABCD-EFGH",
  "http://evil.example/pair#ABCD-EFGH",
  "http://localhost:9000/pair#ABCD-EFGH",
  "javascript:alert(1)#ABCD",
  `ABCD${"X".repeat(200)}`,
]) {
  test(`${JSON.stringify(pasted.slice(0, 40))} is no pairing link`, () => {
    assert.throws(() => parsePasted(pasted, SERVER), { kind: "bad_code" });
  });
}

test("a code is sent only to a program that says it is the server", async () => {
  const asked = [];
  const send = async (url) => {
    asked.push(url);
    return new Response('{"name": "something else"}');
  };
  await assert.rejects(pair(SERVER, "ABCD-EFGH", send), { kind: "other_program" });
  assert.deepEqual(asked, [`${SERVER}/v1/health`]);
});

test("pairing gives what is to be stored", async () => {
  const send = async (url) =>
    new Response(
      url.endsWith("/health")
        ? '{"name": "ascribe", "version": "1", "api_version": 1}'
        : '{"token": "secret", "server": {}}',
    );
  assert.deepEqual(await pair(SERVER, "ABCD-EFGH", send), { server: SERVER, token: "secret" });
});
