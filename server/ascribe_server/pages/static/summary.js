/** The page as a whole: shares, legend, sources, what was read. */

import { byId, element } from "./dom.js";
import {
  counted,
  headline,
  LABELS,
  percent,
  PROSE_LABELS,
  SKIPPED,
  wholePercents,
} from "./words.js";

/** @param {any} analysis */
export function showSummary(analysis) {
  byId("headline").textContent = headline(analysis);
  byId("subline").textContent = subline(analysis);
  showShares(analysis.page);
  showCoverage(analysis);
}

/**
 * @param {any} analysis
 * @param {HTMLElement} article gets a class for each kind of mark that is hidden
 */
export function showLegend(analysis, article) {
  const items = [...PROSE_LABELS, "other"].map((label) => {
    const its = analysis.sentences.filter((one) => one.label === label && !one.repeated);
    const box = element("input", { type: "checkbox", name: label });
    box.checked = !article.classList.contains(`hide-${label}`);
    box.onchange = () => article.classList.toggle(`hide-${label}`, !box.checked);
    return element(
      "li",
      {},
      element(
        "label",
        {},
        label === "other" ? element("span") : box,
        element("span", { class: `sentence swatch ${label}` }, "Sample"),
        element("span", {}, LABELS[label].name, element("span", { class: "meaning" }, LABELS[label].meaning)),
        element("span", { class: "count" }, its.length.toLocaleString("en")),
      ),
    );
  });
  byId("legend-list").replaceChildren(...items);
}

/**
 * @param {any} analysis
 * @param {(name: string | undefined) => void} onChoose
 */
export function showSources(analysis, onChoose) {
  const list = byId("source-list");
  const buttons = analysis.sources.map((source) => {
    const button = element(
      "button",
      { type: "button", "aria-pressed": "false" },
      source.name,
      element("small", {}, counted(source.sentences, "sentence")),
    );
    button.onclick = () => {
      const chosen = button.getAttribute("aria-pressed") !== "true";
      for (const other of buttons) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(chosen));
      onChoose(chosen ? source.name : undefined);
    };
    return button;
  });
  list.replaceChildren(...buttons.map((button) => element("li", {}, button)));
  byId("no-sources").hidden = buttons.length > 0;
  byId("source-count").textContent = buttons.length > 0 ? sourceCount(analysis) : "";
}

function sourceCount({ named_sources: named, unnamed_share: unnamed }) {
  const known = counted(named, "named source");
  if (!unnamed) return `${known}.`;
  return `${known}; unnamed ones speak ${percent(unnamed)} of the attributed words.`;
}

function subline(analysis) {
  const { words, shares } = analysis.page;
  const prose = counted(words, "word");
  if (!shares) return `${prose} of prose.`;
  const whole = wholePercents(shares);
  return (
    `Of ${prose} of prose, ${whole.opinion}% are the author's opinion, ` +
    `${whole.attributed}% are attributed to sources, ` +
    `${whole.statement}% are stated without a source.`
  );
}

function showShares({ shares, intervals }) {
  const bar = byId("bar");
  const rows = byId("shares");
  bar.hidden = rows.hidden = !shares;
  if (!shares) return;
  const whole = wholePercents(shares);
  bar.replaceChildren(
    ...PROSE_LABELS.filter((label) => whole[label] > 0).map((label) => {
      const part = element("i", { class: label });
      part.style.setProperty("--share", String(shares[label]));
      return part;
    }),
  );
  rows.replaceChildren(
    ...PROSE_LABELS.map((label) => shareRow(label, whole[label], shares[label], intervals?.[label])),
  );
}

function shareRow(label, whole, share, interval) {
  const row = element(
    "div",
    { class: label },
    element("dt", {}, LABELS[label].name),
    element("dd", { class: "value" }, `${whole}%`),
  );
  if (interval) {
    const [low, high] = interval;
    const range = element("span", { class: "range", "aria-hidden": "true" }, element("b"), element("i"));
    for (const [name, value] of Object.entries({ low, high, at: share })) {
      range.style.setProperty(`--${name}`, `${value * 100}%`);
    }
    row.append(element("dd", {}, `likely ${Math.round(low * 100)} to ${Math.round(high * 100)}%`), range);
  }
  return row;
}

function showCoverage({ page, model }) {
  const { blocks, scored, skipped } = page.coverage;
  byId("coverage").textContent = `${scored.toLocaleString("en")} of ${counted(blocks, "block")} of text counted.`;
  byId("skipped").replaceChildren(
    ...Object.entries(skipped).map(([reason, count]) =>
      element("li", {}, element("span", {}, SKIPPED[reason] ?? reason), element("span", {}, String(count))),
    ),
  );
  byId("model").textContent = `Model ${model.name}, version ${model.version}`;
}
