import assert from "node:assert/strict";
import { test } from "node:test";
import { barrierOf, barrierOfType } from "../../extension/src/background/page-access.js";

for (const [address, barrier] of [
  ["chrome://settings/", "browser"],
  ["about:addons", "browser"],
  ["edge://version", "browser"],
  ["chrome-extension://abc/popup.html", "browser"],
  ["moz-extension://abc/popup.html", "browser"],
  ["https://chromewebstore.google.com/detail/x", "store"],
  ["https://addons.mozilla.org/en-US/firefox/", "store"],
  ["view-source:https://news.example/", "source"],
  ["file:///home/me/page.html", "file"],
  ["file:///home/me/paper.PDF", "pdf"],
  ["https://news.example/report.pdf", "pdf"],
  ["https://news.example/", "other"],
  ["data:text/html,x", "other"],
  ["", "other"],
]) {
  test(`what keeps ${address || "an unknown page"} from being read: ${barrier}`, () => {
    assert.equal(barrierOf(address), barrier);
  });
}

for (const [type, barrier] of [
  ["text/html", undefined],
  ["application/xhtml+xml", undefined],
  ["text/plain", undefined],
  ["application/pdf", "pdf"],
  ["image/png", "other"],
]) {
  test(`a document of type ${type}: ${barrier ?? "can be read"}`, () => {
    assert.equal(barrierOfType(type), barrier);
  });
}
