/** Show how far two people agree. */

import { element } from "./dom.js";
import { counted, percent } from "./words.js";

const MOST_SHOWN = 30;

/**
 * @param {HTMLElement} root
 * @param {any} found
 * @param {string} first
 * @param {string} second
 */
export function showAgreement(root, found, first, second) {
  const { labels, table, disagreements } = found;
  const left = disagreements.length - MOST_SHOWN;
  root.replaceChildren(
    element("p", {}, headline(found)),
    element(
      "div",
      { class: "scrolls" },
      element(
        "table",
        { class: "compared bars" },
        element("caption", { class: "hint" }, `${first} down, ${second} across`),
        element("thead", {}, element("tr", {}, element("td"), ...labels.map((label) => element("th", { scope: "col" }, label)))),
        element(
          "tbody",
          {},
          ...table.map((row, at) =>
            element(
              "tr",
              {},
              element("th", { scope: "row" }, labels[at]),
              ...row.map((cell, column) => element("td", {}, column === at ? element("b", {}, String(cell)) : String(cell))),
            ),
          ),
        ),
      ),
    ),
    element(
      "ul",
      { class: "differ" },
      ...disagreements.slice(0, MOST_SHOWN).map((one) =>
        element(
          "li",
          {},
          element("span", {}, one.text),
          element("small", {}, `${first}: ${one.first}, ${second}: ${one.second} · ${one.doc}`),
        ),
      ),
      ...(left > 0 ? [element("li", { class: "hint" }, `and ${left} more`)] : []),
    ),
  );
  root.hidden = false;
}

function headline({ sentences, observed, kappa, low, high }) {
  const both = `${counted(sentences, "sentence")} that both have labelled; the same label on ${percent(observed)}.`;
  if (kappa === null) return `${both} Cohen's kappa is not defined: only one label was used.`;
  const between = low === null ? "" : ` (95% interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${both} Cohen's kappa ${kappa.toFixed(2)}${between}.`;
}
