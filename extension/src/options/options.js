/**
 * Entry of the options page: server, marks, sites, and deleting it all.
 *
 * @import { DiaryState, Done, Failed, Paired, Preferences, ServerState } from "../shared/types.js"
 */
import { askBackground, messageOf, storage } from "../browser.js";
import { failureText } from "../shared/failure-text.js";
import { dress } from "../shared/look.js";
import { loadPreferences } from "../shared/preferences.js";
import { localise, say, speakBy } from "../shared/say.js";
import { loadSettings } from "../shared/settings.js";
import { OptionsView } from "./options-view.js";

speakBy(messageOf);
localise(document);
document.title = say("options_title");
const view = new OptionsView(document);
/** @type {Preferences} */
let preferences;

async function load() {
  preferences = await loadPreferences(storage);
  dress(document.documentElement, preferences.look);
  view.preferences(preferences);
  view.server((await loadSettings(storage)).server);
}

async function check() {
  /** @type {ServerState | Failed} */
  const state = await askBackground({ kind: "check-server" });
  if ("failure" in state) view.serverState("bad", failureText(state.failure).title);
  else if (state.paired) view.serverState("good", say("options_paired", state.server));
  else view.serverState("bad", failureText({ kind: "not_paired" }).title);
}

/** @param {boolean} [on] without it nothing is switched */
async function diary(on) {
  const { server } = await loadSettings(storage);
  /** @type {DiaryState | Failed} */
  const state = await askBackground({ kind: "diary", on });
  view.diary(server, "failure" in state ? undefined : state.diary);
  if (on === undefined) return;
  view.said(
    "failure" in state
      ? failureText(state.failure).text.replaceAll("`", "")
      : say(state.diary ? "options_diary_is_on" : "options_diary_is_off"),
  );
}

/**
 * @param {Done | Paired | Failed} answer
 * @param {string} done said where it worked
 */
async function tell(answer, done) {
  view.said("failure" in answer ? failureText(answer.failure).text.replaceAll("`", "") : done);
  await load();
  await check();
  await diary();
}

async function chosen() {
  await askBackground({ kind: "set-preferences", ...view.chosen() });
  await load();
  view.said(say("options_saved"));
}

/** @param {string} id @param {string} event @param {() => unknown} listener */
function on(id, event, listener) {
  document.getElementById(id)?.addEventListener(event, (happened) => {
    happened.preventDefault();
    void listener();
  });
}

on("server-form", "submit", async () =>
  tell(
    await askBackground({ kind: "set-server", server: view.address }),
    say("options_saved"),
  ),
);
on("pair-form", "submit", async () => {
  const answer = await askBackground({ kind: "enter-code", code: view.code });
  await tell(answer, say("pair_done", answer.paired ?? ""));
});
on("forget", "click", async () => {
  if (!view.isForgetSure()) return;
  await tell(await askBackground({ kind: "forget-all" }), say("options_forgotten"));
});
document.addEventListener("change", (event) => {
  const { name, id } = /** @type {HTMLInputElement} */ (event.target);
  if (["palette", "tint", "sureness"].includes(name) || id === "badge") void chosen();
  if (id === "diary") void diary(view.keepsDiary);
});
document.addEventListener("click", async (event) => {
  const { host } = /** @type {HTMLElement} */ (event.target).dataset;
  if (host === undefined) return;
  await tell(
    await askBackground({ kind: "set-site", host, rule: "ask" }),
    say("options_saved"),
  );
});

void load()
  .then(check)
  .then(() => diary());
