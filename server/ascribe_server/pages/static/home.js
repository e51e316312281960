/** The page `/`: take a text, have it marked, show the answer. */

import { MarkedArticle } from "./article.js";
import { analyze, decodePage, NotMarked } from "./ask.js";
import { highlightParts, showDetail } from "./detail.js";
import { byId, say } from "./dom.js";
import { showLegend, showSources, showSummary } from "./summary.js";

const article = byId("article");
const detail = byId("detail");
const status = byId("status");
const text = byId("text");
// Only the last request that was made may show its answer.
let latest = 0;

byId("paste-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (text.value.trim()) mark({ text: text.value }, "the text");
  else say("There is no text yet.", { bad: true });
});

byId("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) markFile(file);
  event.target.value = "";
});

for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => mark({ sample: button.dataset.sample }, "the sample"));
}

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (file) markFile(file);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !detail.hidden) shown?.choose(undefined);
});

/** @type {MarkedArticle | undefined} */
let shown;

async function markFile(file) {
  const content = decodePage(await file.arrayBuffer());
  const plain = file.type === "text/plain" || /\.(txt|text|md)$/i.test(file.name);
  await mark(plain ? { text: content } : { html: content }, file.name);
}

async function mark(request, what) {
  const number = ++latest;
  say(`Reading ${what}…`);
  try {
    const analysis = await analyze(request);
    if (number === latest) show(analysis);
  } catch (error) {
    if (!(error instanceof NotMarked)) throw error;
    if (number === latest) say(error.message, { bad: true });
  }
}

function show(analysis) {
  status.hidden = true;
  article.className = "article";
  shown = new MarkedArticle(article, analysis, (index) => chosen(index));
  showSummary(analysis);
  showLegend(analysis, article);
  showSources(analysis, (name) => shown.showSource(name === undefined ? [] : [name]));
  chosen(undefined);
  byId("result").hidden = false;
  byId("headline").focus({ preventScroll: true });
  byId("result").scrollIntoView();
}

function chosen(index) {
  const sentence = index === undefined ? undefined : shown.sentences[index];
  highlightParts(sentence, shown.blocks);
  if (!sentence) {
    detail.hidden = true;
    return;
  }
  showDetail(detail, sentence, {
    close: () => {
      shown.choose(undefined);
      shown.goTo(index);
    },
    goToBlock: (id) => shown.blocks.get(id)?.scrollIntoView({ block: "center" }),
  });
}
