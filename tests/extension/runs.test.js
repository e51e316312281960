import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "../../extension/src/background/runs.js";
import { ReaderError } from "../../extension/src/shared/failure.js";
import { abstention, analysisOf } from "./analysis.js";

const STATE = { marked: true, passages: 2, waiting: 0, summary: { status: "scored", page: { shares: { opinion: 0.1 } } } };
const READING = { reading: 1, blocks: [{ id: "0" }], contentType: "text/html", empty: false, frames: 0 };

/**
 * A browser with one page. `page` answers by kind of request; a missing answer
 * is a page without a content script.
 */
function world({ page = {}, stored = { server: "http://127.0.0.1:9", token: "t" }, ...more } = {}) {
  const done = [];
  const answers = { read: READING, paint: STATE, repaint: STATE, clear: { ...STATE, marked: false }, ...page };
  // Each call of a function gives the next answer.
  const answerTo = (kind) => (typeof answers[kind] === "function" ? answers[kind]() : answers[kind]);
  return {
    done,
    runs: new Runs({
      storage: { read: async () => stored, write: async () => {} },
      hasHostPermission: async () => true,
      addressOf: async () => "https://news.example/",
      inject: async () => void done.push("inject"),
      askPage: async (tab, request) => {
        done.push(request.kind);
        if (!(request.kind in answers)) throw new Error("no receiving end");
        return answerTo(request.kind);
      },
      addMarkStyles: async () => void done.push("styles on"),
      removeMarkStyles: async () => void done.push("styles off"),
      checkHealth: async () => void done.push("health"),
      analyze: async () => {
        done.push("analyze");
        return analysisOf();
      },
      ...more,
    }),
  };
}

test("a press on a fresh page reads, scores and marks it", async () => {
  const { runs, done } = world();
  assert.deepEqual(await runs.press(1), { did: "marked", state: STATE });
  assert.deepEqual(done, ["state", "inject", "read", "health", "styles on", "analyze", "paint"]);
});

test("a press on a marked page takes the marks away and asks no server", async () => {
  const { runs, done } = world({ page: { state: STATE } });
  assert.equal((await runs.press(1)).did, "unmarked");
  assert.deepEqual(done, ["state", "clear", "styles off"]);
});

test("a press on a page whose marks were taken away reads it anew", async () => {
  const { runs, done } = world({ page: { state: { ...STATE, marked: false } } });
  assert.equal((await runs.press(1)).did, "marked");
  assert.ok(done.includes("analyze"));
});

test("marking again asks no server", async () => {
  const { runs, done } = world({ page: { state: { ...STATE, marked: false } } });
  assert.equal((await runs.mark(1)).did, "marked");
  assert.deepEqual(done, ["state", "styles on", "repaint"]);
});

test("marking again on a page that was loaded anew reads it", async () => {
  const { runs, done } = world();
  assert.equal((await runs.mark(1)).did, "marked");
  assert.ok(done.includes("analyze"));
});

test("marking again on a page whose text was replaced reads it", async () => {
  const unmarked = { ...STATE, marked: false };
  const { runs, done } = world({ page: { state: unmarked, repaint: unmarked } });
  assert.equal((await runs.mark(1)).did, "marked");
  assert.ok(done.includes("analyze"));
});

test("two presses at once make one run", async () => {
  const { runs, done } = world();
  const [one, two] = await Promise.all([runs.again(1), runs.press(1)]);
  assert.equal(one, two);
  assert.equal(done.filter((what) => what === "analyze").length, 1);
});

test("a run that failed does not stand in the way of the next", async () => {
  let tries = 0;
  const { runs } = world({
    checkHealth: async () => {
      tries += 1;
      if (tries === 1) throw new ReaderError("server_down");
    },
  });
  await assert.rejects(runs.again(1), { kind: "server_down" });
  assert.equal((await runs.again(1)).did, "marked");
});

for (const status of ["too_short", "not_english", "not_prose"]) {
  test(`a page that is ${status} gets no marks`, async () => {
    const { runs, done } = world({ analyze: async () => abstention(status) });
    assert.equal((await runs.again(1)).did, "abstained");
    // The sheet was put in while the server scored; it does not stay.
    assert.equal(done.filter((one) => one.startsWith("styles")).at(-1), "styles off");
  });
}

test("a page that could not be scored keeps no style sheet", async () => {
  const { runs, done } = world({
    analyze: async () => {
      throw new ReaderError("busy");
    },
  });
  await assert.rejects(runs.again(1), { kind: "busy" });
  assert.equal(done.at(-1), "styles off");
});

test("a page that is refused at first is tried again", async () => {
  let refused = 0;
  const { runs, done } = world({
    addressOf: async () => "https://news.test/page",
    inject: async () => {
      refused += 1;
      if (refused < 3) throw new Error("Cannot access contents of the page");
    },
  });
  assert.equal((await runs.again(1)).did, "marked");
  assert.equal(refused, 3);
  assert.ok(done.length > 0);
});

const forbidden = async () => {
  throw new Error("Cannot access a chrome:// URL");
};
for (const [name, more, kind, detail] of [
  ["a page of the browser", { inject: forbidden, addressOf: async () => "chrome://version/" }, "page_unreadable", "browser"],
  ["a page of unknown address", { inject: forbidden, addressOf: forbidden }, "page_unreadable", "other"],
  ["a PDF file", { page: { read: { ...READING, contentType: "application/pdf" } } }, "page_unreadable", "pdf"],
  ["a page without text", { page: { read: { ...READING, blocks: [], empty: true } } }, "no_text", undefined],
  ["a permission taken back", { hasHostPermission: async () => false }, "no_permission", undefined],
  ["a browser that is not paired", { stored: {} }, "not_paired", undefined],
  ["a page that is left while it is scored", { page: { paint: undefined } }, "page_gone", undefined],
]) {
  test(`${name} fails as ${kind}`, async () => {
    const { runs, done } = world(more);
    await assert.rejects(runs.again(1), (error) => {
      assert.equal(error.kind, kind);
      assert.equal(error.detail, detail);
      return true;
    });
    assert.ok(!done.includes("analyze") || kind === "page_gone");
  });
}

test("a server that is down is told before a missing pairing", async () => {
  const { runs } = world({
    stored: {},
    checkHealth: async () => {
      throw new ReaderError("server_down");
    },
  });
  await assert.rejects(runs.again(1), { kind: "server_down" });
});

test("text is sent only after the server has said who it is", async () => {
  const { runs, done } = world({
    checkHealth: async () => {
      throw new ReaderError("other_program");
    },
  });
  await assert.rejects(runs.again(1), { kind: "other_program" });
  assert.ok(!done.includes("analyze"));
});

test("a site that is never to be marked says so, and nothing is injected", async () => {
  const { runs, done } = world({
    stored: { server: "http://127.0.0.1:9", token: "t", sites: { "news.example": "never" } },
  });
  await assert.rejects(runs.press(1), { kind: "site_off", detail: "news.example" });
  assert.deepEqual(done, ["state"]);
});

test("the rest of a long page is scored after its first part is marked", async () => {
  const parts = [{ ...READING, blocks: [{ id: "1" }] }, { ...READING, blocks: [{ id: "2" }] }];
  const told = [];
  const { runs, done } = world({
    page: {
      paint: { ...STATE, waiting: 2 },
      next: () => parts.shift() ?? { ...READING, blocks: [] },
    },
    told: async (tab, state) => void told.push(state.waiting),
  });
  await runs.again(1);
  await runs.more(1);
  assert.equal(done.filter((what) => what === "analyze").length, 3);
  assert.equal(done.filter((what) => what === "paint").length, 3);
  assert.equal(told.length, 3);
});

test("a page that is left while parts are still to come ends the run", async () => {
  const { runs, done } = world({ page: { paint: { ...STATE, waiting: 2 } } });
  await runs.again(1);
  await assert.rejects(runs.more(1), { kind: "page_gone" });
  assert.equal(done.filter((what) => what === "analyze").length, 1);
});

test("what is known of a page is told without asking the server", async () => {
  const { runs, done } = world({ page: { state: STATE } });
  assert.equal((await runs.lookAt(1)).did, "marked");
  assert.deepEqual(done, ["state"]);
  assert.equal((await world().runs.lookAt(1)).did, "nothing");
});

test("what a page is called is sent for the diary, but not with a selection", async () => {
  const page = { url: "https://news.example/a", title: "Rain" };
  const sent = [];
  const { runs } = world({
    pageOf: async () => page,
    analyze: async (server, token, blocks, named) => {
      sent.push(named);
      return analysisOf();
    },
  });
  await runs.again(1);
  await runs.again(1, { selection: true });
  assert.deepEqual(sent, [page, undefined]);
});

test("a press as soon as marks are there takes them away, while the rest is still told", async () => {
  let tell = () => {};
  let state = { ...STATE, marked: false };
  const { runs } = world({
    page: {
      state: () => state,
      paint: () => (state = STATE),
      clear: () => (state = { ...STATE, marked: false }),
    },
    told: () => new Promise((done) => (tell = done)),
  });
  const first = runs.press(1);
  while (!state.marked) await new Promise((done) => setTimeout(done));
  await new Promise((done) => setTimeout(done));
  const second = runs.press(1);
  for (let waits = 0; state.marked && waits < 50; waits += 1) await new Promise((done) => setTimeout(done));
  assert.equal(state.marked, false);
  tell();
  assert.equal((await second).did, "unmarked");
  void first;
});
