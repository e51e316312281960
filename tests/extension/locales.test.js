import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { messagesIn } from "./english.js";

const en = messagesIn("en");
const de = messagesIn("de");
const source = new URL("../../extension/src/", import.meta.url);
const code = readdirSync(source, { recursive: true })
  .map(String)
  .filter((name) => /\.(?:js|html)$/u.test(name))
  .map((name) => readFileSync(new URL(name, source), "utf8"))
  .join("\n");

test("German says everything that English says, with the same values", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [key, { message }] of Object.entries(en)) {
    const values = (text) => [...text.matchAll(/\$\d/gu)].map(String).sort();
    assert.deepEqual(values(de[key].message), values(message), key);
    assert.equal(de[key].message.split("`").length, message.split("`").length, key);
  }
});

test("every text that a page or a module names is there", () => {
  const named = [
    ...[...code.matchAll(/data-say(?:-\w+)?="(\w+)"/gu)].map(([, key]) => key),
    ...[...code.matchAll(/\bsay\("(\w+)"/gu)].map(([, key]) => key),
    ...[...code.matchAll(/\bsayCount\("(\w+)"/gu)].flatMap(([, key]) => [`${key}_one`, `${key}_other`]),
  ];
  assert.ok(named.length > 80);
  for (const key of named) assert.ok(en[key]?.message, key);
});
