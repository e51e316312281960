/**
 * Show an outcome or a failure in the popup. Text goes in as text only: it comes
 * from untrusted pages.
 *
 * @import { Failure, Outcome, PageState, Passage, Site } from "../shared/types.js"
 * @import { ActionKind } from "../shared/failure-text.js"
 */
import { failureText } from "../shared/failure-text.js";
import { fill, say, sayCount } from "../shared/say.js";
import { articleRows, fillBar, sourceRows } from "./result-rows.js";
import { abstention, countsText, coverageText, headline, percent, rangeText } from "./result-text.js";
import { PROSE_LABELS } from "../shared/words.js";

export class View {
  #document;
  /** Site that the popup is about; empty where there is none. */
  host = "";

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
  }

  /** @param {string} text */
  busy(text) {
    this.#write("status", text);
    this.#document.body.setAttribute("aria-busy", "true");
  }

  /** @param {Outcome} outcome */
  outcome({ did, state }) {
    this.#idle();
    const { summary } = state;
    if (did === "nothing") {
      this.#show("result", false);
      this.#write("status", "");
      return;
    }
    if (did === "abstained" && summary && summary.status !== "scored") {
      const { title, text } = abstention(summary.status);
      this.#message(title, text, "again", say("action_again"));
      this.#write("status", say("popup_no_score"));
      this.#show("result", false);
      return;
    }
    this.#show("message", false);
    this.#write("status", say(did === "marked" ? "popup_marked" : "popup_unmarked"));
    this.#result(state);
  }

  /** @param {Failure} failure */
  failure(failure) {
    this.#idle();
    const { title, text, action } = failureText(failure);
    this.#message(title, text, action.kind, action.label);
    this.#write("status", say("popup_no_score"));
    this.#show("result", false);
  }

  /** @param {Passage} passage */
  passage({ index, total, text }) {
    this.#idle();
    this.#write(
      "passage",
      index > 0 ? say("popup_passage", index, total, text) : say("popup_no_passage"),
    );
  }

  /** @param {Site} site */
  site({ host, rule, off }) {
    this.host = host;
    this.#show("site", host !== "");
    if (!host) return;
    this.#write("site-title", say("site_title", host));
    for (const button of this.#document.querySelectorAll("#site [data-rule]")) {
      const isOn = /** @type {HTMLElement} */ (button).dataset.rule === rule;
      button.setAttribute("aria-pressed", String(isOn));
    }
    this.#write("site-why", say(off && rule === "always" ? "site_why_off" : `site_why_${rule}`));
    this.#show("tab-off", rule === "always" && !off);
  }

  /** What the action button stands for now. @returns {ActionKind} */
  get action() {
    return /** @type {ActionKind} */ (this.#element("action").dataset.kind);
  }

  get code() {
    return /** @type {HTMLInputElement} */ (this.#element("code")).value;
  }

  /** Whether the toggle would take marks away; otherwise it puts them back. */
  get isMarked() {
    return this.#element("toggle").dataset.marked === "true";
  }

  #idle() {
    this.#document.body.removeAttribute("aria-busy");
  }

  /** @param {PageState} state */
  #result({ marked, passages, waiting, summary }) {
    this.#show("result", summary !== null);
    if (!summary) return;
    const { shares, intervals, coverage } = summary.page;
    // A selection may be too short for shares; its sentences are marked all the same.
    this.#show("numbers", shares !== null);
    this.#write("headline", shares ? headline(summary) : say("headline_selection"));
    if (shares && intervals) {
      fillBar(this.#element("shares"), shares);
      for (const label of PROSE_LABELS) {
        this.#write(`${label}-share`, percent(shares[label]));
        this.#write(`${label}-range`, rangeText(intervals[label]));
      }
    }
    this.#write("counts", countsText(summary.counts));
    this.#show("who", summary.sources.length > 0);
    this.#element("sources").replaceChildren(...sourceRows(this.#document, summary.sources));
    this.#show("articles", summary.articles.length > 0);
    this.#element("article-list").replaceChildren(
      ...articleRows(this.#document, summary.articles),
    );
    const { foreignFrames } = summary;
    this.#write("coverage", coverageText(coverage, { waiting, foreignFrames }));
    this.#write("model", say("popup_model", summary.model.name, summary.model.version));
    this.#steps(marked, passages);
  }

  /** @param {boolean} marked @param {number} passages */
  #steps(marked, passages) {
    const toggle = this.#element("toggle");
    toggle.dataset.marked = String(marked);
    toggle.textContent = say(marked ? "popup_unmark" : "popup_mark");
    for (const id of ["previous", "next", "strongest"]) {
      /** @type {HTMLButtonElement} */ (this.#element(id)).disabled =
        !marked || passages === 0;
    }
    this.#write(
      "passage",
      passages === 0 ? say("popup_no_passages") : sayCount("popup_found", passages),
    );
  }

  /**
   * @param {string} title
   * @param {string} text commands stand between backticks
   * @param {ActionKind} kind
   * @param {string} label
   */
  #message(title, text, kind, label) {
    this.#write("message-title", title);
    fill(this.#element("message-text"), text);
    const action = this.#element("action");
    action.dataset.kind = kind;
    action.textContent = label;
    this.#show("code-field", kind === "enter-code");
    this.#show("message", true);
  }

  /** @param {string} id @param {boolean} shown */
  #show(id, shown) {
    this.#element(id).hidden = !shown;
  }

  /** @param {string} id @param {string} text */
  #write(id, text) {
    this.#element(id).textContent = text;
  }

  /** @param {string} id @returns {HTMLElement} */
  #element(id) {
    const element = this.#document.getElementById(id);
    if (!element) throw new Error(`popup.html has no #${id}`);
    return element;
  }
}
