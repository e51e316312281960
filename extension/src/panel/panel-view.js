/**
 * The list of sentences: filters, search, keyboard. Text goes in as text only.
 *
 * @import { Label, ListedSentence, Listing } from "../shared/types.js"
 * @import { Format } from "./export.js"
 */
import { say, sayCount } from "../shared/say.js";
import { labelName } from "../shared/words.js";
import { keep, sourcesIn } from "./filter.js";

// More rows at once would hold up the panel on a very long page; the next ones
// come when the end of the list comes into view.
const ROWS = 200;

/**
 * @typedef {object} Actions
 * @property {(at: number) => void} goTo
 * @property {(format: Format) => void} save
 */

export class PanelView {
  #document;
  #actions;
  /** @type {readonly ListedSentence[]} */
  #sentences = [];
  /** What the filters leave. @type {ListedSentence[]} */
  shown = [];
  #rows = 0;

  /** @param {Document} document @param {Actions} actions */
  constructor(document, actions) {
    this.#document = document;
    this.#actions = actions;
    for (const button of this.#labelButtons()) {
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(!isPressed(button)));
        this.#fill();
      });
    }
    this.#element("search").addEventListener("input", () => this.#fill());
    this.#element("source").addEventListener("change", () => this.#fill());
    this.#element("list").addEventListener("click", (event) => this.#chosen(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    for (const button of document.querySelectorAll("#export [data-format]")) {
      const { format } = /** @type {HTMLElement} */ (button).dataset;
      button.addEventListener("click", () => actions.save(/** @type {Format} */ (format)));
    }
    document.addEventListener("scroll", () => this.#moreNearTheEnd(), { passive: true });
  }

  /** @param {Listing | undefined} listing nothing where the page is not known */
  show(listing) {
    this.#sentences = listing?.sentences ?? [];
    this.#element("page-title").textContent = listing?.title || "Ascribe";
    for (const button of this.#labelButtons()) {
      const count = this.#sentences.filter(({ label }) => label === button.dataset.label);
      /** @type {HTMLElement} */ (button.querySelector(".count")).textContent = String(
        count.length,
      );
    }
    this.#fillSources();
    this.#fill();
  }

  #fillSources() {
    const select = /** @type {HTMLSelectElement} */ (this.#element("source"));
    const before = select.value;
    const names = sourcesIn(this.#sentences);
    select.replaceChildren(
      this.#option("", say("panel_all_sources")),
      ...names.map((name) => this.#option(name, name)),
    );
    select.value = names.includes(before) ? before : "";
  }

  #fill() {
    const search = /** @type {HTMLInputElement} */ (this.#element("search")).value;
    const source = /** @type {HTMLSelectElement} */ (this.#element("source")).value;
    const labels = this.#labelButtons()
      .filter(isPressed)
      .map((button) => /** @type {Label} */ (button.dataset.label));
    this.shown = keep(this.#sentences, { labels, source, search });
    this.#rows = 0;
    this.#element("list").replaceChildren();
    this.#addRows();
    const isEmpty = this.#sentences.length === 0;
    this.#element("count").textContent = isEmpty
      ? ""
      : sayCount("panel_count", this.shown.length, this.#sentences.length);
    const empty = this.#element("empty");
    empty.hidden = this.shown.length > 0;
    empty.textContent = say(isEmpty ? "panel_nothing" : "panel_none_left");
    this.#element("export").hidden = this.shown.length === 0;
  }

  #addRows() {
    const next = this.shown.slice(this.#rows, this.#rows + ROWS);
    this.#element("list").append(...next.map((sentence) => this.#row(sentence)));
    this.#rows += next.length;
  }

  #moreNearTheEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#document.documentElement;
    if (this.#rows < this.shown.length && scrollHeight - scrollTop < 3 * clientHeight) {
      this.#addRows();
    }
  }

  /** @param {ListedSentence} sentence */
  #row({ at, text, label, certain, source, repeated }) {
    const row = this.#document.createElement("li");
    const button = this.#document.createElement("button");
    button.type = "button";
    button.className = certain ? label : `${label} unsure`;
    button.dataset.at = String(at);
    const meta = [
      labelName(label),
      ...(certain ? [] : [say("panel_unsure")]),
      ...(source ? [source] : []),
      ...(repeated ? [say("panel_repeated")] : []),
    ];
    button.append(this.#span("text", text), this.#span("meta", meta.join(" · ")));
    row.append(button);
    return row;
  }

  /** @param {Event} event */
  #chosen(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button?.dataset.at === undefined) return;
    this.#document.querySelector("#list [aria-current]")?.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    this.#actions.goTo(Number(button.dataset.at));
  }

  /** @param {KeyboardEvent} event arrows walk through the list, / searches */
  #key(event) {
    const focused = this.#document.activeElement;
    const isTyping = focused?.matches("input, select") ?? false;
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      this.#element("search").focus();
      return;
    }
    const isInSearch = focused === this.#element("search");
    if (isTyping && !(isInSearch && event.key === "ArrowDown")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = focused?.closest("#list li");
    if (event.key === "Home" || event.key === "End") {
      if (event.key === "End") while (this.#rows < this.shown.length) this.#addRows();
      const list = this.#element("list");
      this.#focus(event.key === "Home" ? list.firstElementChild : list.lastElementChild, event);
    } else if (step === 1) {
      if (row && !row.nextElementSibling) this.#addRows();
      this.#focus(row ? row.nextElementSibling : this.#element("list").firstElementChild, event);
    } else if (step === -1 && row) {
      this.#focus(row.previousElementSibling, event);
    }
  }

  /** @param {Element | null | undefined} row @param {Event} event */
  #focus(row, event) {
    if (!row) return;
    event.preventDefault();
    row.querySelector("button")?.focus();
  }

  #labelButtons() {
    return /** @type {HTMLElement[]} */ ([
      ...this.#document.querySelectorAll("#filters [data-label]"),
    ]);
  }

  /** @param {string} value @param {string} text */
  #option(value, text) {
    const option = this.#document.createElement("option");
    option.value = value;
    option.textContent = text;
    return option;
  }

  /** @param {string} className @param {string} text */
  #span(className, text) {
    const span = this.#document.createElement("span");
    span.className = className;
    span.textContent = text;
    return span;
  }

  /** @param {string} id @returns {HTMLElement} */
  #element(id) {
    const element = this.#document.getElementById(id);
    if (!element) throw new Error(`panel.html has no #${id}`);
    return element;
  }
}

/** @param {Element} button */
const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
