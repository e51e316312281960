/**
 * Show an outcome or a failure in the popup. Text goes in as text only: it comes
 * from untrusted pages.
 *
 * @import { Failure, Outcome, PageState, Passage, Summary } from "../shared/types.js"
 * @import { ActionKind } from "../shared/failure-text.js"
 */
import { failureText } from "../shared/failure-text.js";
import { counted, PROSE_LABELS, SOURCE_KINDS } from "../shared/words.js";
import {
  ABSTENTIONS, countsText, coverageText, percent, rangeText,
} from "./result-text.js";

// The ledger can be long; the popup is not.
const MAX_SOURCES = 5;

export class View {
  #document;

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
    if (did === "abstained" && summary && summary.status !== "scored") {
      const { title, text } = ABSTENTIONS[summary.status];
      this.#message(title, text, "again", "Try again");
      this.#write("status", "No score");
      this.#show("result", false);
      return;
    }
    this.#show("message", false);
    this.#write("status", did === "marked" ? "Marks are on" : "Marks removed");
    this.#result(state);
  }

  /** @param {Failure} failure */
  failure(failure) {
    this.#idle();
    const { title, text, action } = failureText(failure);
    this.#message(title, text, action.kind, action.label);
    this.#write("status", "No score");
    this.#show("result", false);
  }

  /** @param {Passage} passage */
  passage({ index, total, text }) {
    this.#idle();
    this.#write("passage", index > 0 ? `${index} of ${total}: “${text}”` : "No opinion passage");
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
  #result({ marked, passages, summary }) {
    this.#show("result", summary !== null);
    if (!summary) return;
    this.#shares(summary);
    this.#write("counts", countsText(summary.counts));
    this.#sources(summary);
    this.#write("coverage", coverageText(summary.page.coverage));
    this.#write("model", `Model ${summary.model.name} ${summary.model.version}`);

    const toggle = this.#element("toggle");
    toggle.dataset.marked = String(marked);
    toggle.textContent = marked ? "Remove marks" : "Mark again";
    for (const id of ["previous", "next"]) {
      /** @type {HTMLButtonElement} */ (this.#element(id)).disabled =
        !marked || passages === 0;
    }
    const found = counted(passages, ["opinion passage", "opinion passages"]);
    this.#write("passage", passages === 0 ? "No opinion passages" : found);
  }

  /** @param {Summary} summary */
  #shares({ page: { shares, intervals } }) {
    if (!shares || !intervals) return;
    const bar = this.#element("shares");
    bar.setAttribute(
      "aria-label",
      PROSE_LABELS.map((label) => `${label} ${percent(shares[label])}`).join(", "),
    );
    for (const label of PROSE_LABELS) {
      const part = /** @type {HTMLElement} */ (bar.querySelector(`.${label}`));
      part.style.flexGrow = String(shares[label]);
      part.hidden = shares[label] === 0;
      this.#write(`${label}-share`, percent(shares[label]));
      this.#write(`${label}-range`, rangeText(intervals[label]));
    }
  }

  /** @param {Summary} summary */
  #sources({ sources }) {
    this.#show("who", sources.length > 0);
    const rows = sources.slice(0, MAX_SOURCES).map(({ name, kind, sentences }) => {
      const row = this.#document.createElement("li");
      row.append(
        this.#span("name", name),
        this.#span("kind", SOURCE_KINDS[kind] ?? ""),
        this.#span("number", counted(sentences, ["sentence", "sentences"])),
      );
      return row;
    });
    if (sources.length > MAX_SOURCES) {
      const row = this.#document.createElement("li");
      row.append(this.#span("kind", `and ${sources.length - MAX_SOURCES} more`));
      rows.push(row);
    }
    this.#element("sources").replaceChildren(...rows);
  }

  /**
   * @param {string} title
   * @param {string} text commands stand between backticks
   * @param {ActionKind} kind
   * @param {string} label
   */
  #message(title, text, kind, label) {
    this.#write("message-title", title);
    this.#element("message-text").replaceChildren(
      ...text.split("`").map((part, at) => {
        if (at % 2 === 0) return part;
        const code = this.#document.createElement("code");
        code.textContent = part;
        return code;
      }),
    );
    const action = this.#element("action");
    action.dataset.kind = kind;
    action.textContent = label;
    this.#show("code-field", kind === "enter-code");
    this.#show("message", true);
  }

  /** @param {string} className @param {string} text */
  #span(className, text) {
    const span = this.#document.createElement("span");
    span.className = className;
    span.textContent = text;
    return span;
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
