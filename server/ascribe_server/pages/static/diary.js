/** The page `/diary`: show what was read, switch the diary, save and delete it. */

import { NotMarked, post } from "./ask.js";
import { showHeard, showSites, showTime } from "./diary-charts.js";
import { byId, download, element, say } from "./dom.js";
import { counted, percent } from "./words.js";

const status = byId("status");
const on = byId("on");
const period = byId("period");
const DAY_MS = 86_400_000;
const MOST_SOURCES = 3;
let pages = [];

on.addEventListener("change", () => ask("/page/diary", { on: on.checked }));
period.addEventListener("change", () => show());
byId("save-csv").addEventListener("click", () => save("csv"));
byId("save-json").addEventListener("click", () => save("json"));
sure(byId("delete-all"), "Really delete all of it?", () => ask("/page/diary/delete", { all: true }));
ask("/page/diary", {});

async function ask(path, request) {
  try {
    const answer = await (await post(path, request)).json();
    status.hidden = true;
    on.checked = answer.on;
    on.disabled = false;
    pages = answer.pages;
    show();
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    say(error.message, { bad: true });
    // What the server has not done must not look done.
    on.checked = on.defaultChecked;
  } finally {
    on.defaultChecked = on.checked;
  }
}

function show() {
  const shown = within(pages, period.value);
  const none = shown.length === 0;
  byId("filled").hidden = pages.length === 0;
  byId("period-label").hidden = pages.length === 0;
  byId("empty").hidden = !none;
  byId("empty").textContent = emptiness();
  byId("time-summary").textContent = none ? "" : summary(shown);
  showTime(byId("time"), shown);
  showSites(byId("sites"), shown);
  showHeard(byId("heard"), shown);
  showDays(shown);
}

function emptiness() {
  if (pages.length) return "Nothing was entered in this time.";
  return on.checked
    ? "Nothing is entered yet. Mark a page with the extension, and it will stand here."
    : "The diary is off. Nothing is kept until you switch it on.";
}

/** The newest pages, back to so many days before today; all without a number. */
function within(all, days) {
  if (!days) return all;
  const from = localDay(new Date(Date.now() - (Number(days) - 1) * DAY_MS));
  return all.filter(({ day }) => day >= from);
}

function localDay(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function summary(shown) {
  const words = shown.reduce((sum, page) => sum + page.words, 0);
  const opinion = shown.reduce((sum, page) => sum + page.words * page.opinion, 0);
  return (
    `${counted(shown.length, "page")}, ${counted(words, "word")} of prose; ` +
    `${percent(opinion / words)} of it the authors' own opinion.`
  );
}

function showDays(shown) {
  const days = Map.groupBy ? Map.groupBy(shown, ({ day }) => day) : grouped(shown);
  byId("days").replaceChildren(
    ...[...days].map(([day, inside]) => {
      const remove = element("button", { type: "button", class: "small danger" }, "Delete this day");
      sure(remove, "Really delete it?", () => ask("/page/diary/delete", { day }));
      return element(
        "section",
        { class: "day", "aria-label": written(day) },
        element("header", {}, element("h3", {}, written(day)), remove),
        element("ul", {}, ...inside.map(entry)),
      );
    }),
  );
}

function grouped(shown) {
  const days = new Map();
  for (const page of shown) days.set(page.day, [...(days.get(page.day) ?? []), page]);
  return days;
}

function entry(page) {
  const remove = element("button", { type: "button", class: "small", "aria-label": `Delete ${page.title || page.site}` }, "Delete");
  remove.onclick = () => ask("/page/diary/delete", { page: page.id });
  const named = page.sources.slice(0, MOST_SOURCES).map(({ name }) => name);
  const more = page.sources.length - named.length;
  const heard = named.length
    ? `heard: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
    : "nobody but the author speaks";
  return element(
    "li",
    {},
    element(
      "div",
      {},
      element("strong", {}, page.title || "untitled"),
      element("small", {}, `${page.site} · ${counted(page.words, "word")} · ${heard}`),
    ),
    element("span", { class: "share" }, `${percent(page.opinion)} opinion`),
    remove,
  );
}

function written(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date).toLocaleDateString("en", {
    weekday: "long", day: "numeric", month: "long", year: "numeric",
  });
}

/** Ask once more in the button itself; a second press does it. */
function sure(button, question, act) {
  const plain = button.textContent;
  let timer;
  const calm = () => {
    clearTimeout(timer);
    button.textContent = plain;
    delete button.dataset.asked;
  };
  button.addEventListener("click", () => {
    if (button.dataset.asked) {
      calm();
      act();
      return;
    }
    button.dataset.asked = "yes";
    button.textContent = question;
    timer = setTimeout(calm, 6_000);
  });
  button.addEventListener("blur", calm);
}

async function save(format) {
  try {
    const written = await (await post("/page/diary/export", { format })).blob();
    download(written, `diary.${format}`);
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    say(error.message, { bad: true });
  }
}
