/** The tables of a comparison: shares, and whom each page lets speak. */

import { element } from "./dom.js";
import { ABSTENTIONS, counted, LABELS, percent, PROSE_LABELS, wholePercents } from "./words.js";

const NOTHING = "–";

/** What stands over a page's column. */
export function showHeadings(page) {
  return [
    element("span", { class: "letter" }, page.letter),
    ` ${page.headline || "untitled"} `,
    element("small", {}, page.name),
  ];
}

/** @param {HTMLElement} table @param {any} answer */
export function showShares(table, answer) {
  const { pages } = answer;
  const head = element(
    "tr",
    {},
    element("td"),
    ...pages.map((page) => element("th", { scope: "col" }, ...showHeadings(page))),
  );
  const silent = pages.some((page) => !page.page.shares);
  const rows = [
    ...(silent ? [row("", pages.map((page) => (page.page.shares ? "" : ABSTENTIONS[page.status])))] : []),
    ...PROSE_LABELS.map((label) => row(LABELS[label].name, pages.map((page) => shareCell(page.page, label)))),
    row("Words of prose", pages.map((page) => page.page.words.toLocaleString("en"))),
    row("Named sources", pages.map((page) => String(page.named_sources))),
    row(
      "Unnamed sources speak",
      pages.map((page) => (page.sources.length ? percent(page.unnamed_share) : NOTHING)),
    ),
    row(
      "Shared sources speak",
      answer.shared_parts.map((part) => (part === null ? NOTHING : percent(part))),
    ),
  ];
  table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
}

/**
 * @param {HTMLElement} table
 * @param {any} answer
 * @param {(heard: any[] | undefined) => void} onChoose what each page has of the source
 */
export function showSources(table, answer, onChoose) {
  const { pages, sources } = answer;
  if (!sources.length) {
    table.replaceChildren(element("tbody", {}, row("Nobody but the authors speaks.", [])));
    return;
  }
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "Source"),
    ...pages.map((page) => element("th", { scope: "col" }, element("span", { class: "letter" }, page.letter))),
  );
  const buttons = [];
  const bodies = groups(answer).map(([title, inside]) => {
    const heading = element("th", { scope: "rowgroup", colspan: String(pages.length + 1) }, title);
    const rows = inside.map((source) => {
      const button = element(
        "button",
        { type: "button", class: "choose", "aria-pressed": "false" },
        source.name,
        element("small", {}, ` ${source.kind}`),
      );
      button.onclick = () => {
        const chosen = button.getAttribute("aria-pressed") !== "true";
        for (const other of buttons) other.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-pressed", String(chosen));
        onChoose(chosen ? source.heard : undefined);
      };
      buttons.push(button);
      return row(button, source.heard.map((one) => heardCell(one, source.name)));
    });
    return element("tbody", {}, element("tr", {}, heading), ...rows);
  });
  table.replaceChildren(element("thead", {}, head), ...bodies);
}

/** Sources by the pages that hear them: on all, on some, on one. */
function groups({ pages, sources }) {
  const found = new Map();
  for (const source of sources) {
    const on = pages.filter((_, at) => source.heard[at]).map((page) => page.letter);
    const title = titleOf(on, pages.length);
    if (!found.has(title)) found.set(title, { on, inside: [] });
    found.get(title).inside.push(source);
  }
  return [...found]
    .sort(([, one], [, other]) => other.on.length - one.on.length || (one.on.join() < other.on.join() ? -1 : 1))
    .map(([title, { inside }]) => [title, inside]);
}

function titleOf(on, all) {
  if (on.length === all) return all === 2 ? "Heard on both pages" : `Heard on all ${all} pages`;
  if (on.length === 1) return `Only on ${on[0]}`;
  return `Heard on ${on.slice(0, -1).join(", ")} and ${on.at(-1)}`;
}

function row(name, cells) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    ...cells.map((cell) => element("td", {}, ...[cell].flat())),
  );
}

function shareCell({ shares, intervals }, label) {
  if (!shares) return NOTHING;
  const cell = [element("b", {}, `${wholePercents(shares)[label]}%`)];
  const range = element("span", { class: `range ${label}`, "aria-hidden": "true" }, element("b"), element("i"));
  const [low, high] = intervals?.[label] ?? [shares[label], shares[label]];
  for (const [name, value] of Object.entries({ low, high, at: shares[label] })) {
    range.style.setProperty(`--${name}`, `${value * 100}%`);
  }
  if (intervals) {
    cell.push(element("small", {}, ` likely ${Math.round(low * 100)} to ${Math.round(high * 100)}%`));
  }
  return [...cell, range];
}

function heardCell(one, name) {
  if (!one) return NOTHING;
  const also = one.names.filter((other) => other !== name);
  return [
    element("b", {}, percent(one.part)),
    element("small", {}, ` ${counted(one.words, "word")}, ${counted(one.sentences, "sentence")}`),
    ...(also.length ? [element("small", { class: "also" }, `as ${also.join(", ")}`)] : []),
  ];
}
