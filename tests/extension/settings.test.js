import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEFAULT_SERVER, isServer, loadSettings, saveSettings } from "../../extension/src/shared/settings.js";

const storing = (values) => ({ read: async () => values, write: async (more) => Object.assign(values, more) });

for (const [name, stored, settings] of [
  ["nothing", {}, { server: DEFAULT_SERVER }],
  ["a pairing", { server: "http://127.0.0.1:9", token: "t" }, { server: "http://127.0.0.1:9", token: "t" }],
  ["an address alone", { server: "http://127.0.0.1:9" }, { server: "http://127.0.0.1:9" }],
  ["a foreign address", { server: "http://evil.example:9", token: "t" }, { server: DEFAULT_SERVER }],
  ["a token for no address", { token: "t" }, { server: DEFAULT_SERVER }],
  ["an empty token", { server: "http://127.0.0.1:9", token: "" }, { server: "http://127.0.0.1:9" }],
]) {
  test(`what is stored is read with care: ${name}`, async () => {
    assert.deepEqual(await loadSettings(storing(stored)), settings);
  });
}

test("what is saved is loaded again", async () => {
  const storage = storing({});
  const settings = { server: "http://127.0.0.1:9000", token: "t" };
  await saveSettings(storage, settings);
  assert.deepEqual(await loadSettings(storage), settings);
});

test("the default port is the server's", () => {
  const python = readFileSync(new URL("../../server/ascribe_server/settings.py", import.meta.url), "utf8");
  const port = /port: .* = field\(\s*default=(\d+)/u.exec(python)?.[1];
  assert.equal(DEFAULT_SERVER, `http://127.0.0.1:${port}`);
  assert.ok(isServer(DEFAULT_SERVER));
});
