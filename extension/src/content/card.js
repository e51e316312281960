/**
 * The card beside a sentence. It lives in a shadow tree under one element of our
 * own, which stands in the document only while the card is shown; nothing else
 * of the page is touched.
 *
 * @import { Label } from "../shared/types.js"
 * @import { Explanation } from "./explain.js"
 */
import { say } from "../shared/say.js";
import { labelName, PROSE_LABELS } from "../shared/words.js";
import { CARD_STYLE } from "./card-style.js";

/** The name of our one element, for tests that compare pages. */
export const HOST_NAME = "ascribe-card";

// Between the line of text and the card, and between the card and the window.
const GAP = 8;

/** @type {Label[]} */
const LABELS = [...PROSE_LABELS, "other"];

export class Card {
  /** @type {HTMLElement} */
  #host;
  /** @type {HTMLElement} */
  #panel;
  #document;

  #choose;

  /**
   * @param {Document} document
   * @param {(label: Label | undefined) => void} [choose] the reader says what the
   *   sentence is; nothing takes that back
   */
  constructor(document, choose) {
    this.#document = document;
    this.#choose = choose;
    this.#host = document.createElement(HOST_NAME);
    // By properties: a strict CSP forbids style attributes, not these.
    this.#host.style.cssText =
      "all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; " +
      "z-index: 2147483647 !important; margin: 0 !important; border: 0 !important; " +
      "padding: 0 !important; background: none !important; overflow: visible !important";
    // Above the page's own dialogs as well, where the browser knows popovers.
    this.#host.popover = "manual";
    const root = this.#host.attachShadow({ mode: "closed" });
    const style = document.createElement("style");
    style.textContent = CARD_STYLE;
    this.#panel = document.createElement("div");
    this.#panel.className = "card";
    this.#panel.setAttribute("role", "status");
    // A press on the card is no press on the page.
    this.#panel.addEventListener("click", (event) => event.stopPropagation());
    root.append(style, this.#panel);
  }

  get isShown() {
    return this.#host.isConnected;
  }

  /**
   * Whether the path of an event leads through the card.
   *
   * @param {readonly EventTarget[]} path
   */
  holds(path) {
    return path.includes(this.#host);
  }

  /**
   * @param {Explanation} explanation
   * @param {DOMRect} anchor the line of text it belongs to, in the window
   */
  show(explanation, anchor) {
    this.#panel.dataset.label = explanation.label;
    this.#panel.replaceChildren(...this.#content(explanation));
    if (!this.isShown) {
      this.#document.documentElement.append(this.#host);
      this.#host.showPopover?.();
    }
    this.place(anchor);
  }

  /**
   * Put the card under a line of text, or over it where there is no room below.
   *
   * @param {DOMRect} anchor
   */
  place(anchor) {
    const { clientWidth, clientHeight } = this.#document.documentElement;
    const { width, height } = this.#panel.getBoundingClientRect();
    const below = anchor.bottom + GAP;
    const fits = below + height + GAP <= clientHeight || anchor.top < height + 2 * GAP;
    const wanted = fits ? below : anchor.top - GAP - height;
    const top = Math.max(GAP, Math.min(wanted, clientHeight - height - GAP));
    const left = Math.max(GAP, Math.min(anchor.left, clientWidth - width - GAP));
    this.#host.style.setProperty("transform", `translate(${left}px, ${top}px)`, "important");
  }

  hide() {
    this.#host.remove();
  }

  /**
   * Say on the card that something went wrong.
   *
   * @param {string} text
   */
  complain(text) {
    this.#panel.querySelector(".problem")?.remove();
    const line = this.#make("p", "problem", text);
    line.setAttribute("role", "alert");
    this.#panel.append(line);
    for (const button of this.#panel.querySelectorAll("button")) button.disabled = false;
  }

  /** @param {Explanation} explanation @returns {HTMLElement[]} */
  #content({ label, title, sureness, source, sourceNote, reasons, note, isCorrected }) {
    const parts = [this.#make("p", "title", title), this.#make("p", "sure", sureness)];
    if (source) {
      const line = this.#make("p", "source", `${say("card_source")} `);
      line.append(this.#make("b", "", source));
      if (sourceNote) line.append(` (${sourceNote})`);
      parts.push(line);
    }
    if (reasons.length > 0) {
      const line = this.#make("p", "reasons", `${say("card_words")} `);
      line.append(...reasons.flatMap((word) => [this.#make("q", "", word), " "]));
      parts.push(line);
    }
    if (note) parts.push(this.#make("p", "note", note));
    if (this.#choose) parts.push(this.#choices(label, isCorrected));
    return parts;
  }

  /**
   * The labels that the reader may give, and the way back.
   *
   * @param {Label} label that it has now
   * @param {boolean | undefined} isCorrected
   */
  #choices(label, isCorrected) {
    const group = this.#make("div", "choices", `${say("card_choose")} `);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say("card_choose"));
    /** @param {string} text @param {Label | undefined} choice */
    const button = (text, choice) => {
      const made = this.#document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", () => {
        for (const one of group.querySelectorAll("button")) one.disabled = true;
        this.#choose?.(choice);
      });
      return made;
    };
    for (const choice of LABELS) {
      const made = button(labelName(choice), choice);
      made.dataset.choice = choice;
      made.setAttribute("aria-pressed", String(choice === label));
      group.append(made);
    }
    if (isCorrected) {
      const undo = button(say("card_undo"), undefined);
      undo.className = "undo";
      group.append(undo);
    }
    return group;
  }

  /** @param {string} name @param {string} className @param {string} text */
  #make(name, className, text) {
    const element = this.#document.createElement(name);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  }
}
