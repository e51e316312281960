import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../extension/${path}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("manifest.json"));

test("the extension asks for no more than it needs", () => {
  assert.deepEqual(manifest.permissions, ["activeTab", "contextMenus", "scripting", "sidePanel", "storage"]);
  assert.deepEqual(manifest.optional_host_permissions, ["http://*/*", "https://*/*"]);
  assert.deepEqual(manifest.host_permissions, ["http://127.0.0.1/*"]);
  assert.equal(manifest.optional_permissions, undefined);
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
});

test("the README gives a reason for every permission", () => {
  const readme = read("README.md");
  for (const permission of [...manifest.permissions, ...manifest.host_permissions, ...manifest.optional_host_permissions]) {
    assert.match(readme, new RegExp(`^\\| \`${permission.replace(/[*/.]/gu, "\\$&")}\` \\|`, "mu"));
  }
});

test("one manifest serves Chrome and Firefox", () => {
  assert.equal(manifest.manifest_version, 3);
  assert.equal(manifest.background.service_worker, "background.js");
  assert.deepEqual(manifest.background.scripts, ["background.js"]);
  const { gecko } = manifest.browser_specific_settings;
  assert.ok(gecko.id);
  assert.deepEqual(gecko.data_collection_permissions, { required: ["none"] });
});

test("pages of the extension load nothing from elsewhere and talk to this computer only", () => {
  const policy = manifest.content_security_policy.extension_pages;
  assert.match(policy, /default-src 'none'/u);
  assert.match(policy, /connect-src http:\/\/127\.0\.0\.1:\*/u);
  assert.doesNotMatch(policy, /unsafe|https?:\/\/(?!127\.0\.0\.1)/u);
});

test("the only script that is put into pages unasked is the pairing script, on this computer", () => {
  assert.equal(manifest.content_scripts.length, 1);
  assert.deepEqual(manifest.content_scripts[0].matches, ["http://127.0.0.1/*"]);
  assert.deepEqual(manifest.content_scripts[0].js, ["pair.js"]);
  assert.equal(manifest.content_scripts[0].all_frames, false);
});

test("every command of the manifest is one the background knows", () => {
  assert.deepEqual(Object.keys(manifest.commands), ["_execute_action", "next-opinion", "previous-opinion", "open-panel"]);
  assert.match(read("src/background/background.js"), /"next-opinion" \? 1 : -1/u);
});

test("every source file says its job first", () => {
  const files = readdirSync(new URL("../../extension/src", import.meta.url), { recursive: true });
  for (const file of files.map(String).filter((name) => name.endsWith(".js"))) {
    const source = read(`src/${file}`);
    assert.match(source, /^\/\*\*/u, file);
    assert.ok(source.split("\n").length <= 300, `${file} is longer than 300 lines`);
  }
});

test("the lock files name no registry host", () => {
  for (const file of ["package-lock.json", "store-lint/package-lock.json"]) {
    assert.doesNotMatch(read(file), /"resolved"/u, file);
  }
});
