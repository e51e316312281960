/** The charts of the diary. All numbers stand in the tables or in titles as well. */

import { element } from "./dom.js";
import { counted, percent } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 30;
const TOP = 12;
const DAY_MS = 86_400_000;
const MOST_ROWS = 12;

/**
 * Opinion by day: a dot a day, as large as there was much to read.
 *
 * @param {HTMLElement} root @param {any[]} pages
 */
export function showTime(root, pages) {
  const days = [...byKey(pages, ({ day }) => day)]
    .map(([day, inside]) => ({ day, at: dateOf(day), ...meanOf(inside) }))
    .sort((one, two) => one.at - two.at);
  if (!days.length) {
    root.replaceChildren();
    return;
  }
  const first = days[0].at;
  const span = Math.max(days.at(-1).at - first, DAY_MS);
  const most = Math.max(...days.map(({ words }) => words));
  const x = (at) => (days.length === 1 ? (LEFT + WIDTH) / 2 : LEFT + 14 + ((WIDTH - LEFT - 28) * (at - first)) / span);
  const y = (share) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
  const told = days.map(({ day, opinion, count }) => `${day}: ${percent(opinion)} opinion, ${counted(count, "page")}`);
  const chart = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "time-chart", role: "img" });
  chart.append(titled(`Opinion share by day. ${told.join("; ")}`));
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    chart.append(
      shape("line", { class: "rule", x1: LEFT, x2: WIDTH, y1: y(share), y2: y(share) }),
      label(percent(share), LEFT - 8, y(share) + 4, "end"),
    );
  }
  chart.append(
    shape("polyline", { class: "curve", points: days.map(({ at, opinion }) => `${x(at)},${y(opinion)}`).join(" ") }),
  );
  days.forEach(({ at, opinion, words }, index) => {
    const dot = shape("circle", { class: "dot", cx: x(at), cy: y(opinion), r: 4 + 7 * Math.sqrt(words / most) });
    dot.append(titled(told[index]));
    chart.append(dot);
  });
  for (const { at, day } of days.length > 2 ? [days[0], days[Math.floor((days.length - 1) / 2)], days.at(-1)] : days) {
    chart.append(label(day, x(at), HEIGHT - 8, at === first && days.length > 1 ? "start" : at === days.at(-1).at && days.length > 1 ? "end" : "middle"));
  }
  root.replaceChildren(chart);
}

/** @param {HTMLElement} table @param {any[]} pages */
export function showSites(table, pages) {
  const sites = [...byKey(pages, ({ site }) => site)]
    .map(([site, inside]) => ({ site, ...meanOf(inside) }))
    .sort((one, two) => two.words - one.words);
  fill(
    table,
    ["Site", "Pages", "Opinion"],
    sites.map(({ site, count, opinion }) => [site, count.toLocaleString("en"), bar(opinion, percent(opinion), "opinion")]),
  );
}

/** @param {HTMLElement} table @param {any[]} pages */
export function showHeard(table, pages) {
  const found = new Map();
  for (const page of pages) {
    for (const source of page.sources) {
      // An unnamed official here need not be the one there.
      if (source.kind === "unnamed") continue;
      const key = `${source.kind} ${source.name.toLowerCase()}`;
      const known = found.get(key) ?? { name: source.name, pages: new Set(), words: 0 };
      known.pages.add(page.id);
      known.words += source.words;
      found.set(key, known);
    }
  }
  const sources = [...found.values()].sort((one, two) => two.words - one.words);
  const most = sources[0]?.words ?? 1;
  fill(
    table,
    ["Source", "Pages", "Words"],
    sources.map(({ name, pages: on, words }) => [
      name,
      on.size.toLocaleString("en"),
      bar(words / most, words.toLocaleString("en"), "attributed"),
    ]),
  );
}

function fill(table, head, rows) {
  const left = rows.length - MOST_ROWS;
  table.replaceChildren(
    element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
    element(
      "tbody",
      {},
      ...rows.slice(0, MOST_ROWS).map(([name, ...cells]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          ...cells.map((cell) => element("td", {}, ...[cell].flat())),
        ),
      ),
      ...(left > 0 ? [element("tr", {}, element("td", { colspan: "3", class: "hint" }, `and ${left} more`))] : []),
    ),
  );
}

function bar(part, text, name) {
  const meter = element("span", { class: `meter ${name}`, "aria-hidden": "true" }, element("i"));
  meter.firstElementChild.style.setProperty("--part", `${part * 100}%`);
  return [meter, text];
}

function meanOf(pages) {
  const words = pages.reduce((sum, page) => sum + page.words, 0);
  const opinion = pages.reduce((sum, page) => sum + page.words * page.opinion, 0) / words;
  return { words, opinion, count: pages.length };
}

function byKey(items, keyOf) {
  const found = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(item);
  }
  return found;
}

function dateOf(day) {
  return Date.UTC(...day.split("-").map((part, at) => Number(part) - (at === 1 ? 1 : 0)));
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function titled(text) {
  const title = shape("title", {});
  title.textContent = text;
  return title;
}

function label(text, x, y, anchor) {
  const made = shape("text", { x, y, "text-anchor": anchor });
  made.textContent = text;
  return made;
}
