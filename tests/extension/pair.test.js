import assert from "node:assert/strict";
import { messagesIn } from "./english.js";
import { test } from "node:test";
import { openPage } from "./dom.js";

const PAGE = '<main id="ascribe-pair-page"><button id="ascribe-pair">Pair</button></main>';
let runs = 0;

/** Run the script on a page; `trusted` stands for a reader's own click. */
async function onPage(url, { html = PAGE, answer = { paired: "http://127.0.0.1:9" }, framed = false } = {}) {
  const { window, document } = openPage(html, { url });
  const asked = [];
  if (framed) globalThis.window = Object.create(window, { top: { value: {} } });
  globalThis.location = window.location;
  globalThis.HTMLButtonElement = window.HTMLButtonElement;
  globalThis.chrome.runtime.sendMessage = async (request) => (asked.push(request), answer);
  // A fresh copy of the modules for each page; browser.js keeps the first `chrome`.
  const listeners = [];
  const { addEventListener } = window.HTMLButtonElement.prototype;
  window.HTMLButtonElement.prototype.addEventListener = function listen(name, listener) {
    listeners.push(listener);
    return addEventListener.call(this, name, listener);
  };
  await import(`../../extension/src/pair/pair.js?${(runs += 1)}`);
  return {
    main: document.querySelector("main"),
    button: document.querySelector("button"),
    asked,
    trustedClick: async () => {
      for (const listener of listeners) await listener({ isTrusted: true });
    },
  };
}

// browser.js is loaded once, so it holds on to the first `chrome` it sees.
globalThis.chrome = {
  runtime: {},
  i18n: {
    getMessage: (key, [value = ""] = []) => messagesIn("en")[key]?.message.replace("$1", value),
  },
};
await import("../../extension/src/browser.js");

test("the pairing page learns that the extension is there", async () => {
  const { main, asked } = await onPage("http://127.0.0.1:9/pair#ABCD-EFGH");
  assert.equal(main.dataset.extension, "present");
  assert.deepEqual(asked, []);
});

test("a reader's click hands the code to the background", async () => {
  const { main, asked, trustedClick } = await onPage("http://127.0.0.1:9/pair#ABCD-EFGH");
  await trustedClick();
  assert.deepEqual(asked, [{ kind: "pair", code: "ABCD-EFGH" }]);
  assert.equal(main.dataset.state, "paired");
});

test("a click made by a script hands over nothing", async () => {
  const { main, button, asked } = await onPage("http://127.0.0.1:9/pair#ABCD-EFGH");
  button.click();
  await Promise.resolve();
  assert.deepEqual(asked, []);
  assert.equal(main.dataset.state, undefined);
});

test("a code that fails is told on the page, in words", async () => {
  const { main, trustedClick } = await onPage("http://127.0.0.1:9/pair#ABCD-EFGH", {
    answer: { failure: { kind: "code_refused" } },
  });
  await trustedClick();
  assert.equal(main.dataset.state, "failed");
  assert.match(main.dataset.message, /ascribe pair prints a new one/u);
});

for (const [name, url, options] of [
  ["another path", "http://127.0.0.1:9/pairs#ABCD", {}],
  ["a frame", "http://127.0.0.1:9/pair#ABCD", { framed: true }],
]) {
  test(`on ${name} it does nothing`, async () => {
    const { main } = await onPage(url, options);
    assert.equal(main.dataset.extension, undefined);
  });
}

test("on a page of that name without the button it does nothing", async () => {
  const { main } = await onPage("http://127.0.0.1:9/pair", { html: "<main id=ascribe-pair-page></main>" });
  assert.equal(main.dataset.extension, undefined);
});
