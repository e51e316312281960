/**
 * How marks look: three palettes, with lines only or with coloured ground.
 *
 * Text colour is never set, so that no page becomes unreadable; each label has
 * its own line under the words, so that colour is never the only sign. A test
 * holds every line to a contrast of 3:1 with white and with near black, and keeps
 * opinion and attributed apart for the three kinds of colour blindness.
 *
 * @import { Look, Palette, ProseLabel, Sentence } from "./types.js"
 */

/** Red, green and blue of the lines. @type {Record<Palette, {opinion: string, attributed: string}>} */
export const PALETTES = {
  amber: { opinion: "213 102 0", attributed: "42 120 220" },
  rose: { opinion: "214 60 130", attributed: "100 118 0" },
  violet: { opinion: "168 118 0", attributed: "124 92 214" },
};
const GREY = "128 128 128";

/** @type {Look} */
export const DEFAULT_LOOK = { palette: "amber", tint: true, sureness: "any" };

// Least probability of what is "very sure", as on the card.
export const VERY_SURE = 0.9;

/**
 * Whether a sentence is sure enough to be marked.
 *
 * @param {Sentence} sentence
 * @param {Look} look
 */
export function isMarked({ certain, label, probabilities, correction }, { sureness }) {
  // Of what the reader has said the reader is sure.
  if (correction) return true;
  switch (sureness) {
    case "any":
      return true;
    case "certain":
      return certain;
    case "very":
      return certain && probabilities[label] >= VERY_SURE;
  }
}

/**
 * The style sheet of the marks. a: opinion, b: attributed, c: statement; -x: less
 * sure. The names tell a page nothing, because a page can read them.
 *
 * @param {Look} look
 */
export function marksCss({ palette, tint }) {
  const { opinion, attributed } = PALETTES[palette];
  /** @param {string} colour @param {number} strength */
  const ground = (colour, strength) =>
    tint ? `rgb(${colour} / ${strength})` : "transparent";
  const thick = "text-underline-offset: 0.16em; text-decoration-skip-ink: none;";
  const thin = "text-underline-offset: 0.16em;";
  return `
@media screen {
  ::highlight(ascribe-a) { background-color: ${ground(opinion, 0.24)};
    text-decoration: underline solid 3px rgb(${opinion}); ${thick} }
  ::highlight(ascribe-a-x) { background-color: ${ground(opinion, 0.1)};
    text-decoration: underline dashed 2px rgb(${opinion}); ${thick} }
  ::highlight(ascribe-b) { background-color: ${ground(attributed, 0.16)};
    text-decoration: underline dotted 2px rgb(${attributed}); ${thin} }
  ::highlight(ascribe-b-x) { background-color: ${ground(attributed, 0.06)};
    text-decoration: underline dotted 1px rgb(${attributed}); ${thin} }
  ::highlight(ascribe-c) { background-color: transparent;
    text-decoration: underline solid 1px rgb(${GREY} / 0.35); ${thin} }
  ::highlight(ascribe-c-x) { background-color: transparent;
    text-decoration: underline solid 1px rgb(${GREY} / 0.2); ${thin} }
  ::highlight(ascribe-here) { background-color: rgb(${GREY} / 0.16); }
  ::highlight(ascribe-why) { background-color: rgb(${GREY} / 0.24);
    text-decoration: underline double 2px rgb(${GREY}); text-underline-offset: 0.34em; }
}
@media screen and (forced-colors: active) {
  ::highlight(ascribe-a) { text-decoration: underline solid 3px CanvasText; }
  ::highlight(ascribe-a-x) { text-decoration: underline dashed 2px CanvasText; }
  ::highlight(ascribe-b) { text-decoration: underline dotted 2px CanvasText; }
  ::highlight(ascribe-b-x) { text-decoration: underline dotted 1px CanvasText; }
  ::highlight(ascribe-c), ::highlight(ascribe-c-x) { text-decoration: none; }
  ::highlight(ascribe-here), ::highlight(ascribe-why) { background-color: Highlight; }
}
`;
}

/**
 * Give a page of the extension the palette's colours, as the style sheets name
 * them.
 *
 * @param {HTMLElement} root
 * @param {Look} look
 */
export function dress(root, { palette, tint }) {
  for (const label of /** @type {const} */ (["opinion", "attributed"])) {
    const colour = PALETTES[palette][label];
    root.style.setProperty(`--${label}`, `rgb(${colour})`);
    root.style.setProperty(
      `--${label}-tint`,
      tint ? `rgb(${colour} / ${label === "opinion" ? 0.24 : 0.16})` : "transparent",
    );
  }
}

/** @param {string} label @returns {label is ProseLabel} */
export const isProse = (label) =>
  label === "opinion" || label === "attributed" || label === "statement";
