/** Show the text with its marks, and move through it with mouse and keyboard. */

import { element } from "./dom.js";
import { LABELS } from "./words.js";

const TAGS = { heading: "h3", quote: "blockquote", list_item: "li", preformatted: "pre" };
const NEXT = ["ArrowRight", "ArrowDown"];
const PREVIOUS = ["ArrowLeft", "ArrowUp"];

/** A rendered answer. */
export class MarkedArticle {
  /** @type {Map<string, HTMLElement>} */
  blocks = new Map();
  /** @type {HTMLElement[]} */
  spans = [];
  sentences;

  /**
   * @param {HTMLElement} root
   * @param {any} analysis
   * @param {(index: number | undefined) => void} onChoose
   */
  constructor(root, analysis, onChoose) {
    this.root = root;
    this.sentences = analysis.sentences;
    this.onChoose = onChoose;
    const byBlock = new Map();
    analysis.sentences.forEach((sentence, index) => {
      if (!byBlock.has(sentence.block)) byBlock.set(sentence.block, []);
      byBlock.get(sentence.block).push(index);
    });
    const made = analysis.blocks.map((block) => this.#block(block, byBlock.get(block.id) ?? []));
    root.replaceChildren(...made);
    if (this.spans.length) this.spans[0].tabIndex = 0;
    root.onclick = (event) => this.#clicked(event);
    root.onkeydown = (event) => this.#pressed(event);
  }

  /** Choose a sentence, or none. */
  choose(index) {
    this.unmark();
    this.spans[index ?? -1]?.setAttribute("aria-pressed", "true");
    this.onChoose(index);
    // On a narrow screen the reasons may have come to lie over the sentence.
    this.spans[index ?? -1]?.scrollIntoView({ block: "nearest" });
  }

  /** Choose none, and tell nobody. */
  unmark() {
    for (const span of this.root.querySelectorAll('[aria-pressed="true"]')) {
      span.setAttribute("aria-pressed", "false");
    }
  }

  /** Bring a sentence into view and give it the keyboard. */
  goTo(index) {
    this.#focus(index);
    this.spans[index].scrollIntoView({ block: "center" });
  }

  /**
   * Mark the sentences of one source, or take those marks away.
   *
   * @param {string[]} names what the source is called here; none takes them away
   */
  showSource(names) {
    this.root.classList.toggle("by-source", names.length > 0);
    let first;
    this.sentences.forEach((sentence, index) => {
      const its = names.includes(sentence.attribution?.source?.name);
      this.spans[index].classList.toggle("of-source", its);
      if (its) first ??= index;
    });
    if (first !== undefined) this.spans[first].scrollIntoView({ block: "center" });
  }

  #block(block, indexes) {
    const plain = ["caption", "cell", "other"].includes(block.kind);
    const attributes = plain ? { class: block.kind === "other" ? "aside" : block.kind } : {};
    const made = element(TAGS[block.kind] ?? "p", attributes);
    made.dir = "auto";
    let at = 0;
    for (const index of indexes) {
      const sentence = this.sentences[index];
      made.append(block.text.slice(at, sentence.start));
      made.append(this.#sentence(sentence, block.text, index));
      at = sentence.end;
    }
    made.append(block.text.slice(at));
    this.blocks.set(block.id, made);
    return made;
  }

  #sentence(sentence, text, index) {
    const { name } = LABELS[sentence.label];
    const doubt = sentence.certain ? "" : ", uncertain";
    const again = sentence.repeated ? ", repeated" : "";
    const span = element(
      "span",
      {
        class: `sentence ${sentence.label}${sentence.certain ? "" : " unsure"}${sentence.repeated ? " repeated" : ""}`,
        role: "button",
        tabindex: "-1",
        "aria-pressed": "false",
        "aria-description": `${name}${doubt}${again}`,
        "data-index": String(index),
      },
      text.slice(sentence.start, sentence.end),
    );
    this.spans[index] = span;
    return span;
  }

  #clicked(event) {
    const span = event.target.closest?.(".sentence");
    // Somebody who selects text to copy it does not choose a sentence.
    if (!span || !window.getSelection()?.isCollapsed) return;
    this.#toggle(span);
  }

  #toggle(span) {
    const index = Number(span.dataset.index);
    this.#focus(index);
    this.choose(span.getAttribute("aria-pressed") === "true" ? undefined : index);
  }

  #pressed(event) {
    const span = event.target.closest?.(".sentence");
    if (!span || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(span.dataset.index);
    const last = this.spans.length - 1;
    if (NEXT.includes(event.key)) this.#focus(Math.min(index + 1, last));
    else if (PREVIOUS.includes(event.key)) this.#focus(Math.max(index - 1, 0));
    else if (event.key === "Home") this.#focus(0);
    else if (event.key === "End") this.#focus(last);
    else if (event.key === "Enter" || event.key === " ") this.#toggle(span);
    else return;
    event.preventDefault();
  }

  #focus(index) {
    const had = this.root.querySelector('.sentence[tabindex="0"]');
    if (had) had.tabIndex = -1;
    this.spans[index].tabIndex = 0;
    this.spans[index].focus();
  }
}
