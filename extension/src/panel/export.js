/**
 * Write what the panel shows as a file. Plain functions over plain values; the
 * names are those of the server's own output.
 *
 * @import { ListedSentence, Listing, Summary } from "../shared/types.js"
 */
import { PALETTES } from "../shared/look.js";
import { language, say } from "../shared/say.js";
import { labelName, PROSE_LABELS } from "../shared/words.js";
import { headline, percent, rangeText } from "../popup/result-text.js";

/** @typedef {"json" | "csv" | "markdown" | "html"} Format */

/** @type {Record<Format, {ending: string, type: string, write: (page: Listing, shown: readonly ListedSentence[]) => string}>} */
const FORMATS = {
  json: { ending: "json", type: "application/json", write: json },
  csv: { ending: "csv", type: "text/csv", write: csv },
  markdown: { ending: "md", type: "text/markdown", write: markdown },
  html: { ending: "html", type: "text/html", write: html },
};

/**
 * @param {Format} format
 * @param {Listing} page
 * @param {readonly ListedSentence[]} shown
 * @returns {{name: string, type: string, text: string}} `name` is a file's
 */
export function exportOf(format, page, shown) {
  const { ending, type, write } = FORMATS[format];
  const title = page.title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/gu, "")
    .slice(0, 60);
  return { name: `ascribe-${title || "page"}.${ending}`, type, text: write(page, shown) };
}

/** @param {Listing} page @param {readonly ListedSentence[]} shown */
function json({ title, url, state: { summary } }, shown) {
  const sentences = shown.map(({ at, text, before, after, ...rest }) => ({
    index: at,
    text,
    ...rest,
    // A W3C selector, so that other tools find the sentence again.
    selector: { type: "TextQuoteSelector", exact: text, prefix: before, suffix: after },
  }));
  const { model, status, page, sources } = summary ?? {};
  return `${JSON.stringify({ url, title, model, status, page, sources, sentences }, null, 2)}\n`;
}

const COLUMNS = /** @type {const} */ ([
  "at", "label", "probability", "certain", "repeated", "source", "cue", "text",
]);

/** @param {Listing} _ @param {readonly ListedSentence[]} shown @returns {string} RFC 4180 */
function csv(_, shown) {
  const rows = shown.map((one) => COLUMNS.map((name) => cell(String(one[name]))).join(","));
  return [COLUMNS.join(",").replace(/^at/u, "index"), ...rows, ""].join("\r\n");
}

/** @param {string} text */
function cell(text) {
  // A spreadsheet takes a text that begins so for a formula.
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {Summary} summary @returns {string[][]} label, share, range */
function table({ page: { shares, intervals } }) {
  if (!shares || !intervals) return [];
  return PROSE_LABELS.map((label) => [
    labelName(label),
    percent(shares[label]),
    rangeText(intervals[label]),
  ]);
}

/** @param {Listing} page @param {readonly ListedSentence[]} shown */
function markdown({ title, url, state: { summary } }, shown) {
  /** @param {string} text */
  const plain = (text) => text.replace(/[\\`*_{}[\]<>()#+|!-]/gu, "\\$&");
  const lines = [`# ${plain(title)}`, "", `<${url}>`, ""];
  if (summary) {
    lines.push(headline(summary), "", "| | | |", "|---|---|---|");
    lines.push(...table(summary).map((row) => `| ${row.join(" | ")} |`), "");
    lines.push(say("popup_model", summary.model.name, summary.model.version), "");
  }
  for (const { text, label, source, certain } of shown) {
    const notes = [labelName(label), source, certain ? "" : say("panel_unsure")];
    lines.push(`- ${plain(text)} (${notes.filter(Boolean).map(plain).join(", ")})`);
  }
  return `${lines.join("\n")}\n`;
}

/** @param {Listing} page @param {readonly ListedSentence[]} shown */
function html({ title, url, state: { summary } }, shown) {
  const { opinion, attributed } = PALETTES.amber;
  const rows = summary
    ? table(summary).map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`)
    : [];
  const items = shown.map(({ text, label, source, certain }) => {
    const notes = [labelName(label), source, certain ? "" : say("panel_unsure")];
    return `<li><span class="${label}">${escaped(text)}</span> <small>${escaped(notes.filter(Boolean).join(", "))}</small></li>`;
  });
  return `<!doctype html>
<html lang="${escaped(language())}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, serif; }
  small { color: #655f56; font-family: system-ui, sans-serif; }
  td { padding-right: 1.5rem; }
  li { margin: .4rem 0; }
  .opinion { text-decoration: underline solid 3px rgb(${opinion}); background: rgb(${opinion} / .2); }
  .attributed { text-decoration: underline dotted 2px rgb(${attributed}); background: rgb(${attributed} / .14); }
  .statement { text-decoration: underline solid 1px #999; }
</style>
<h1>${escaped(title)}</h1>
<p><a href="${escaped(isWeb(url) ? url : "#")}">${escaped(url)}</a></p>
${summary ? `<p>${escaped(headline(summary))}</p>` : ""}
<table>${rows.join("")}</table>
<ol>
${items.join("\n")}
</ol>
<p><small>${summary ? escaped(say("popup_model", summary.model.name, summary.model.version)) : ""}</small></p>
</html>
`;
}

/** @param {string} url */
const isWeb = (url) => /^https?:/u.test(url);

/** @param {string} text */
function escaped(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
