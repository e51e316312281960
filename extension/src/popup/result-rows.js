/**
 * The rows of a result: bar, sources, articles. Text goes in as text only.
 *
 * @import { ArticleScore, ProseLabel, Source } from "../shared/types.js"
 */
import { say, sayCount } from "../shared/say.js";
import { labelName, PROSE_LABELS, sourceKind } from "../shared/words.js";
import { percent } from "./result-text.js";

// The ledger can be long; the popup is not.
const MAX_SOURCES = 5;

/**
 * @param {HTMLElement} bar with one part for each label
 * @param {Record<ProseLabel, number>} shares
 */
export function fillBar(bar, shares) {
  bar.setAttribute(
    "aria-label",
    PROSE_LABELS.map((label) => `${labelName(label)} ${percent(shares[label])}`).join(", "),
  );
  for (const label of PROSE_LABELS) {
    const part = /** @type {HTMLElement} */ (bar.querySelector(`.${label}`));
    part.style.flexGrow = String(shares[label]);
    part.hidden = shares[label] === 0;
  }
}

/** @param {Document} document @param {readonly Source[]} sources */
export function sourceRows(document, sources) {
  const most = Math.max(1, ...sources.map(({ words }) => words));
  const rows = sources.slice(0, MAX_SOURCES).map(({ name, kind, sentences, words }) => {
    const row = document.createElement("li");
    const title = made(document, "name", name);
    const what = sourceKind(kind);
    // A name such as "an unnamed official" says it itself.
    if (what && kind !== "unnamed") title.append(made(document, "kind", what));
    const weight = made(document, "weight", "");
    weight.style.width = `${Math.round((100 * words) / most)}%`;
    row.append(title, made(document, "number", sayCount("sentences", sentences)), weight);
    return row;
  });
  if (sources.length > MAX_SOURCES) {
    const row = document.createElement("li");
    row.append(made(document, "kind", say("popup_more_sources", sources.length - MAX_SOURCES)));
    rows.push(row);
  }
  return rows;
}

/** @param {Document} document @param {readonly ArticleScore[]} articles */
export function articleRows(document, articles) {
  return articles.map(({ title, shares }) => {
    const row = document.createElement("li");
    const line = made(document, "title", "");
    line.append(
      made(document, "", title || say("popup_untitled")),
      made(document, "soft", say("popup_opinion_share", percent(shares.opinion))),
    );
    const bar = document.createElement("div");
    bar.className = "bar thin";
    bar.setAttribute("role", "img");
    bar.append(...PROSE_LABELS.map((label) => made(document, `part ${label}`, "")));
    fillBar(bar, shares);
    row.append(line, bar);
    return row;
  });
}

/** @param {Document} document @param {string} className @param {string} text */
function made(document, className, text) {
  const span = document.createElement("span");
  if (className) span.className = className;
  span.textContent = text;
  return span;
}
