/** The page `/compare`: take several texts, show them side by side. */

import { MarkedArticle } from "./article.js";
import { decodePage, NotMarked, post } from "./ask.js";
import { showHeadings, showShares, showSources } from "./compare-tables.js";
import { highlightParts, showDetail } from "./detail.js";
import { byId, download, element, say } from "./dom.js";
import { counted } from "./words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const form = byId("compare-form");
const cards = byId("cards");
const detail = byId("detail");
const status = byId("status");
const most = Number(form.dataset.most);
// Files by the card that holds them: they are read again for the report.
const files = new WeakMap();
let latest = 0;
let asked;
/** @type {MarkedArticle[]} */
let shown = [];

addCard();
addCard();

byId("add").addEventListener("click", () => addCard()?.querySelector("textarea").focus());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
byId("save").addEventListener("click", save);

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const onto = event.target.closest?.(".card");
  const dropped = [...event.dataTransfer.files];
  for (const [at, file] of dropped.entries()) {
    const card = (at === 0 && onto) || emptyCard();
    if (!card) {
      say(`Only ${counted(most, "page")} can stand side by side.`, { bad: true });
      return;
    }
    await takeFile(card, file);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !detail.hidden) shown.forEach((one) => one.choose(undefined));
});

function addCard() {
  if (cards.children.length >= most) return undefined;
  const card = byId("card").content.firstElementChild.cloneNode(true);
  const [text, file, sample] = ["textarea", "input", "select"].map((one) => card.querySelector(one));
  file.addEventListener("change", () => {
    if (file.files[0]) takeFile(card, file.files[0]);
    file.value = "";
  });
  sample?.addEventListener("change", () => {
    if (!sample.value) return;
    take(card, { sample: sample.value }, sample.selectedOptions[0].text);
    sample.value = "";
  });
  card.querySelector(".remove").addEventListener("click", () => {
    if (cards.children.length > 2) card.remove();
    else empty(card);
    number();
  });
  text.addEventListener("input", () => files.delete(card));
  cards.append(card);
  number();
  return card;
}

function number() {
  [...cards.children].forEach((card, at) => {
    const name = card.querySelector(".card-name");
    name.textContent = `Page ${LETTERS[at]}`;
    const text = card.querySelector("textarea");
    text.id = `text-${LETTERS[at]}`;
    name.htmlFor = text.id;
  });
  byId("add").disabled = cards.children.length >= most;
}

function emptyCard() {
  const free = [...cards.children].find(
    (card) => !files.has(card) && !card.querySelector("textarea").value.trim(),
  );
  return free ?? addCard();
}

async function takeFile(card, file) {
  const content = decodePage(await file.arrayBuffer());
  const plain = file.type === "text/plain" || /\.(txt|text|md)$/i.test(file.name);
  take(card, plain ? { text: content } : { html: content }, file.name);
}

function take(card, request, name) {
  files.set(card, { ...request, name });
  card.querySelector("textarea").hidden = true;
  const held = card.querySelector(".card-file");
  held.hidden = false;
  held.firstElementChild.textContent = name;
}

function empty(card) {
  files.delete(card);
  card.querySelector("textarea").hidden = false;
  card.querySelector("textarea").value = "";
  card.querySelector(".card-file").hidden = true;
}

function given() {
  return [...cards.children].flatMap((card) => {
    const held = files.get(card);
    if (held) return [held];
    const text = card.querySelector("textarea").value;
    return text.trim() ? [{ text, name: "pasted" }] : [];
  });
}

async function compare() {
  const pages = given();
  if (pages.length < 2) {
    say("Two pages are needed: fill page A and page B.", { bad: true });
    return;
  }
  const run = ++latest;
  say(`Reading ${counted(pages.length, "page")}…`);
  try {
    const answer = await (await post("/page/compare", { pages })).json();
    if (run !== latest) return;
    asked = { pages };
    show(answer);
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    if (run === latest) say(error.message, { bad: true });
  }
}

function show(answer) {
  status.hidden = true;
  byId("headline").textContent = `${counted(answer.pages.length, "page")} side by side`;
  showShares(byId("shares-table"), answer);
  showTexts(answer);
  showSources(byId("sources-table"), answer, (heard) =>
    shown.forEach((article, at) => article.showSource(heard?.[at]?.names ?? [])),
  );
  close();
  byId("result").hidden = false;
  byId("headline").focus({ preventScroll: true });
  byId("result").scrollIntoView();
}

function showTexts(answer) {
  shown = [];
  const columns = answer.pages.map((page, at) => {
    const article = element("article", { class: "article", "aria-label": `The text of page ${page.letter}` });
    shown.push(new MarkedArticle(article, page, (index) => chosen(at, index)));
    return element("section", {}, element("h3", {}, ...showHeadings(page)), article);
  });
  byId("texts").replaceChildren(...columns);
}

function chosen(at, index) {
  if (index === undefined) {
    close();
    return;
  }
  shown.forEach((other, number) => {
    if (number !== at) other.unmark();
  });
  const article = shown[at];
  const sentence = article.sentences[index];
  highlightParts(sentence, article.blocks);
  showDetail(detail, sentence, {
    close: () => {
      article.choose(undefined);
      article.goTo(index);
    },
    goToBlock: (id) => article.blocks.get(id)?.scrollIntoView({ block: "center" }),
  });
  detail.classList.add("docked");
}

function close() {
  highlightParts(undefined, new Map());
  detail.hidden = true;
}

async function save() {
  try {
    const written = await (await post("/page/compare/report", asked)).blob();
    download(written, "comparison.html");
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    say(error.message, { bad: true });
  }
}
