/**
 * The pairing page: shows one part at a time. It asks the server for nothing and
 * never sees a token; the extension's content script does the pairing and sets
 * `data-extension`, `data-state` and `data-message` on `<main>`.
 */

// The content script runs as soon as the page has loaded.
const PATIENCE_MS = 1500;

const page = document.getElementById("ascribe-pair-page");
const button = document.getElementById("ascribe-pair");
const hasCode = location.hash.length > 1;
let patient = true;

if (location.hostname === "localhost") {
  // The extension may speak to 127.0.0.1 only; the fragment moves along.
  location.replace(location.href.replace("//localhost", "//127.0.0.1"));
}

function part() {
  const { state, extension } = page.dataset;
  if (state === "paired" || state === "failed") return state;
  if (!hasCode) return "no-code";
  if (extension === "present") return "ready";
  return patient ? "searching" : "absent";
}

function update() {
  const now = part();
  if (page.dataset.part !== now) page.dataset.part = now;
  button.disabled = now !== "ready";
  document.getElementById("pair-message").textContent = page.dataset.message ?? "";
  // A code that is used up has no business in the address or the history.
  if (now === "paired" && location.hash) history.replaceState(null, "", location.pathname);
}

// A new link in the same tab changes the fragment only.
addEventListener("hashchange", () => {
  if (location.hash) location.reload();
});
new MutationObserver(update).observe(page, {
  attributes: true,
  attributeFilter: ["data-state", "data-extension", "data-message"],
});
setTimeout(() => {
  patient = false;
  update();
}, PATIENCE_MS);
update();
