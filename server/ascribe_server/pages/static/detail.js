/** Say why one sentence has its label. */

import { element, rangeIn } from "./dom.js";
import { LABELS, percent } from "./words.js";

// Weights beyond this fill the meter; a strong cue has about 2 nats.
const FULL_WEIGHT = 2.5;

/**
 * @param {HTMLElement} panel
 * @param {any} sentence
 * @param {{close: () => void, goToBlock: (id: string) => void}} actions
 */
export function showDetail(panel, sentence, actions) {
  const label = LABELS[sentence.label];
  const close = element("button", { type: "button", class: "close" }, "Close");
  close.onclick = actions.close;
  panel.className = `detail ${sentence.label}`;
  panel.replaceChildren(
    element(
      "header",
      {},
      element("div", {}, element("h3", {}, label.name), element("div", { class: "hint" }, meaning(sentence))),
      close,
    ),
    ...attribution(sentence, actions),
    ...evidence(sentence),
    ...probabilities(sentence),
  );
  panel.hidden = false;
}

/** Show source, cue and evidence inside the text, without changing it. */
export function highlightParts(sentence, blocks) {
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.clear();
  if (!sentence) return;
  const { source, cue } = sentence.attribution ?? {};
  put("evidence", sentence.evidence ?? [], sentence, blocks);
  put("source", source ? [source] : [], sentence, blocks);
  put("cue", cue ? [cue] : [], sentence, blocks);
}

function put(name, spans, sentence, blocks) {
  const ranges = spans
    .map((span) => {
      const block = blocks.get(span.block ?? sentence.block);
      return block && rangeIn(block, span.start, span.end);
    })
    .filter(Boolean);
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
}

function meaning(sentence) {
  const notes = [LABELS[sentence.label].meaning];
  if (!sentence.certain) notes.push("not certain");
  if (sentence.repeated) notes.push("stands earlier too, not counted again");
  return notes.join("; ");
}

function attribution(sentence, actions) {
  const { source, cue, content } = sentence.attribution ?? {};
  if (!source && !cue && !content?.length) return [];
  const list = element("dl");
  if (source) {
    const named = element("dd", {}, element("span", { class: "part" }, source.name || source.text));
    if (source.block && source.block !== sentence.block) {
      const go = element("button", { type: "button", class: "goto" }, "named earlier");
      go.onclick = () => actions.goToBlock(source.block);
      named.append(go);
    }
    list.append(element("dt", {}, "Source"), named);
  }
  if (cue) list.append(element("dt", {}, "Cue"), element("dd", {}, element("span", { class: "part" }, cue.text)));
  if (content?.length) {
    const text = content.map((span) => span.text).join(" … ");
    list.append(element("dt", {}, "Content"), element("dd", { class: "content" }, text));
  }
  return [list];
}

function evidence(sentence) {
  if (!sentence.evidence?.length) return [];
  const items = sentence.evidence.map((one) => {
    const sign = one.weight < 0 ? "−" : "+";
    const amount = Math.abs(one.weight);
    return row(one.text, amount / FULL_WEIGHT, `${sign}${amount.toFixed(1)}`);
  });
  return [element("h4", {}, "Words that weighed most"), element("ul", {}, ...items)];
}

function probabilities(sentence) {
  const items = Object.entries(sentence.probabilities)
    .sort((a, b) => b[1] - a[1])
    .map(([label, chance]) => row(LABELS[label].name, chance, percent(chance), label));
  return [element("h4", {}, "How likely each label is"), element("ul", {}, ...items)];
}

function row(text, part, number, label = "") {
  const fill = element("i");
  fill.style.setProperty("--part", `${Math.min(part, 1) * 100}%`);
  return element(
    "li",
    label ? { class: label } : {},
    element("span", {}, text),
    element("div", { class: "meter", "aria-hidden": "true" }, fill),
    element("small", {}, number),
  );
}
