import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { answer } from "../../extension/src/background/requests.js";
import { ReaderError } from "../../extension/src/shared/failure.js";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const ORIGIN = `chrome-extension://${ID}`;
const POPUP = { id: ID, url: `${ORIGIN}/popup.html` };
const PAIR_PAGE = { id: ID, frameId: 0, url: "http://127.0.0.1:9000/pair#ABCD-EFGH" };

function desk(stored = {}) {
  const done = [];
  const did = (name) => async (...details) => {
    done.push([name, ...details]);
    return { did: name };
  };
  return {
    done,
    stored,
    runs: { press: did("press"), again: did("again"), mark: did("mark"), unmark: did("unmark"), go: did("go"),
      lookAt: did("look-at"), list: did("list"), goStrongest: did("go-strongest"), goTo: did("go-to"), more: did("more") },
    presses: { outcome: did("outcome") },
    sites: { of: did("site"), set: did("set-site"), switchOff: did("off"), arrived: did("arrived") },
    checkHealth: did("health"),
    forgetAll: did("forget"),
    storage: { read: async () => stored, write: async (values) => void Object.assign(stored, values) },
    ownId: ID,
    ownOrigin: ORIGIN,
    send: async (url) => {
      done.push(["fetch", url]);
      return new Response(
        url.endsWith("/health") ? '{"name":"ascribe","version":"1","api_version":1}' : '{"token":"secret"}',
      );
    },
  };
}

for (const kind of ["press", "outcome", "again", "mark", "unmark", "look-at", "list", "go-strongest", "site"]) {
  test(`the popup may ask for ${kind}`, async () => {
    const at = desk();
    await answer({ kind, tab: 7 }, POPUP, at);
    assert.deepEqual(at.done, [[kind, 7]]);
  });
}

test("the popup may ask for the next passage", async () => {
  const at = desk();
  await answer({ kind: "go", tab: 7, direction: -1 }, POPUP, at);
  assert.deepEqual(at.done, [["go", 7, -1]]);
});

test("the pairing page hands over a code, and the token is stored for its server", async () => {
  const at = desk();
  const paired = await answer({ kind: "pair", code: "ABCD-EFGH" }, PAIR_PAGE, at);
  assert.deepEqual(paired, { paired: "http://127.0.0.1:9000" });
  assert.deepEqual(at.stored, { server: "http://127.0.0.1:9000", token: "secret" });
});

test("a token never goes back to the page", async () => {
  const paired = await answer({ kind: "pair", code: "ABCD-EFGH" }, PAIR_PAGE, desk());
  assert.ok(!JSON.stringify(paired).includes("secret"));
});

test("a code that is pasted goes to the server that is known", async () => {
  const at = desk({ server: "http://127.0.0.1:9111" });
  await answer({ kind: "enter-code", code: "ABCD-EFGH" }, POPUP, at);
  assert.equal(at.stored.server, "http://127.0.0.1:9111");
});

for (const [name, request, sender] of [
  ["a content script asks for a press", { kind: "press", tab: 7 }, { id: ID, url: "https://news.example/", frameId: 0 }],
  ["a content script enters a code", { kind: "enter-code", code: "ABCD-EFGH" }, PAIR_PAGE],
  ["another extension asks for a press", { kind: "press", tab: 7 }, { id: "x", url: `${ORIGIN}/popup.html` }],
  ["an origin that begins like ours asks", { kind: "press", tab: 7 }, { id: ID, url: `${ORIGIN}.example/` }],
  ["another page hands over a code", { kind: "pair", code: "ABCD-EFGH" }, { ...PAIR_PAGE, url: "https://evil.example/pair" }],
  ["the popup hands over a code as if it were a page", { kind: "pair", code: "ABCD-EFGH" }, POPUP],
  ["another extension tells of a change", { kind: "changed" }, { id: "x", frameId: 0, tab: { id: 7 }, url: "https://news.example/" }],
  ["a frame tells of a change", { kind: "changed" }, { id: ID, frameId: 3, tab: { id: 7 }, url: "https://news.example/" }],
  ["a content script asks for a list", { kind: "list", tab: 7 }, { id: ID, url: "https://news.example/", frameId: 0 }],
  ["a content script sets a rule", { kind: "set-site", host: "news.example", rule: "always" }, { id: ID, url: "https://news.example/", frameId: 0 }],
  ["an unknown request", { kind: "token" }, POPUP],
]) {
  test(`nothing happens when ${name}`, async () => {
    const log = mock.method(console, "error", () => {});
    const at = desk();
    assert.deepEqual(await answer(request, sender, at), { failure: { kind: "bug" } });
    assert.deepEqual(at.done, []);
    assert.deepEqual(at.stored, {});
    assert.equal(log.mock.callCount(), 1);
    log.mock.restore();
  });
}

test("a failure that the reader can act on is passed on with its detail", async () => {
  const at = desk();
  at.runs.press = async () => {
    throw new ReaderError("server_down", "http://127.0.0.1:9");
  };
  assert.deepEqual(await answer({ kind: "press", tab: 1 }, POPUP, at), {
    failure: { kind: "server_down", detail: "http://127.0.0.1:9" },
  });
});

test("a page that has changed is read on, and one that has come is looked at", async () => {
  const at = desk();
  const sender = { id: ID, frameId: 0, tab: { id: 7 }, url: "https://news.example/a" };
  assert.deepEqual(await answer({ kind: "changed" }, sender, at), { done: true });
  assert.deepEqual(await answer({ kind: "arrived" }, sender, at), { done: true });
  assert.deepEqual(at.done, [["more", 7], ["arrived", 7, "https://news.example/a"]]);
});

test("another server has to be paired with anew, and must be on this computer", async () => {
  const at = desk({ server: "http://127.0.0.1:1", token: "secret" });
  await answer({ kind: "set-server", server: "http://127.0.0.1:2" }, POPUP, at);
  assert.deepEqual(at.stored, { server: "http://127.0.0.1:2", token: "" });
  const refused = await answer({ kind: "set-server", server: "http://10.0.0.1:2" }, POPUP, at);
  assert.equal(refused.failure.kind, "bad_server");
});

test("the diary is asked for and switched where the browser is paired", async () => {
  const at = desk({ server: "http://127.0.0.1:1", token: "secret" });
  at.diary = async (...details) => {
    at.done.push(["diary", ...details]);
    return true;
  };
  assert.deepEqual(await answer({ kind: "diary" }, POPUP, at), { diary: true });
  await answer({ kind: "diary", on: true }, POPUP, at);
  assert.deepEqual(at.done.filter(([what]) => what === "diary"), [
    ["diary", "http://127.0.0.1:1", "secret", undefined],
    ["diary", "http://127.0.0.1:1", "secret", true],
  ]);
  const stranger = { id: ID, frameId: 0, tab: { id: 7 }, url: "https://news.example/" };
  assert.equal((await answer({ kind: "diary", on: true }, stranger, at)).failure.kind, "bug");
  const unpaired = await answer({ kind: "diary" }, POPUP, desk());
  assert.equal(unpaired.failure.kind, "not_paired");
});

test("switching a tab off takes its marks away", async () => {
  const at = desk();
  await answer({ kind: "tab-off", tab: 7 }, POPUP, at);
  assert.deepEqual(at.done, [["off", 7], ["unmark", 7]]);
});

test("what is chosen is stored, and nonsense becomes the default", async () => {
  const at = desk();
  await answer({ kind: "set-preferences", look: { palette: "__proto__", tint: false, sureness: "very" }, badge: false }, POPUP, at);
  assert.deepEqual(at.stored, { look: { palette: "amber", tint: false, sureness: "very" }, badge: false });
});
