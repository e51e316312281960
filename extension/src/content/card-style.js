/** The look of the card, as text: it goes into a shadow tree, not into the page. */
export const CARD_STYLE = `
.card {
  --ink: #1d1b18;
  --soft: #5f5a52;
  --paper: #fffdf9;
  --edge: #d8d2c6;
  --chip: #f1ede4;
  --label: #8a8378;
  box-sizing: border-box;
  width: max-content;
  max-width: min(352px, calc(100vw - 16px));
  max-height: calc(100vh - 16px);
  overflow: auto;
  padding: 10px 14px 11px;
  border: 1px solid var(--edge);
  border-top: 3px solid var(--label);
  border-radius: 4px 4px 8px 8px;
  background: var(--paper);
  color: var(--ink);
  font: 13px/1.45 system-ui, sans-serif;
  direction: ltr;
  text-align: start;
  overflow-wrap: anywhere;
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.18);
}
.card[data-label="opinion"] { --label: #d56600; }
.card[data-label="attributed"] { --label: #2a78dc; border-top-style: dotted; }
p { margin: 0; }
.title { font-size: 14px; font-weight: 650; }
.sure, .note, .source, .reasons { color: var(--soft); }
.source, .reasons, .note { margin-top: 6px; }
b { color: var(--ink); font-weight: 600; }
.choices {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px;
  margin-top: 9px;
  padding-top: 8px;
  border-top: 1px solid var(--edge);
  color: var(--soft);
}
button {
  padding: 2px 8px;
  border: 1px solid var(--edge);
  border-radius: 12px;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
  font-size: 12px;
  cursor: pointer;
}
button:hover, button:focus-visible { border-color: var(--soft); }
button:focus-visible { outline: 2px solid var(--label); outline-offset: 1px; }
button[aria-pressed="true"] { background: var(--chip); font-weight: 650; }
button:disabled { cursor: progress; opacity: 0.6; }
.undo { border-style: dashed; }
.problem { margin-top: 6px; font-weight: 600; }
q {
  display: inline-block;
  margin: 1px 0;
  padding: 0 6px;
  border-radius: 4px;
  background: var(--chip);
  color: var(--ink);
  quotes: none;
}
@media (prefers-color-scheme: dark) {
  .card {
    --ink: #f1ede6;
    --soft: #b5aea2;
    --paper: #24221f;
    --edge: #47433c;
    --chip: #35322d;
  }
  .card[data-label="opinion"] { --label: #f0902e; }
  .card[data-label="attributed"] { --label: #6aa8f5; }
}
@media (forced-colors: active) {
  .card { border-color: CanvasText; }
}
`;
