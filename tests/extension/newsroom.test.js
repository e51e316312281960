import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { forNewsroom } from "../../extension/newsroom.mjs";
import { isServer } from "../../extension/src/shared/settings.js";

const plain = JSON.parse(
  readFileSync(new URL("../../extension/manifest.json", import.meta.url), "utf8"),
);
const SERVER = "https://ascribe.example.org:8443";

test("an extension for a newsroom may talk to its server and to this computer", () => {
  const made = forNewsroom(plain, SERVER);
  const patterns = ["http://127.0.0.1/*", "https://ascribe.example.org/*"];
  assert.deepEqual(made.host_permissions, patterns);
  assert.deepEqual(made.content_scripts[0].matches, patterns);
  assert.match(
    made.content_security_policy.extension_pages,
    /; connect-src https:\/\/ascribe\.example\.org:8443 http:\/\/127\.0\.0\.1:\*;/u,
  );
});

test("it says that pages leave the computer; the plain one does not", () => {
  const collects = (manifest) =>
    manifest.browser_specific_settings.gecko.data_collection_permissions.required;
  assert.deepEqual(collects(forNewsroom(plain, SERVER)), ["websiteContent"]);
  assert.deepEqual(collects(plain), ["none"]);
});

for (const wrong of [
  "http://ascribe.example.org",
  "https://ascribe.example.org/",
  "https://*",
  "https://a.example b.example",
  "https://a@b.example",
]) {
  test(`it is not built for ${wrong}`, () => {
    assert.throws(() => forNewsroom(plain, wrong), /ASCRIBE_SERVER must be like/u);
  });
}

test("only the server it was built for counts as one, besides this computer", () => {
  assert.ok(isServer(SERVER, SERVER));
  assert.ok(isServer("http://127.0.0.1:8672", SERVER));
  assert.ok(!isServer("https://ascribe.example.org", SERVER));
  assert.ok(!isServer(SERVER));
  assert.ok(!isServer("", ""));
});
