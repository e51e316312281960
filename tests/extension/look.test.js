import assert from "node:assert/strict";
import { test } from "node:test";
import { isMarked, marksCss, PALETTES } from "../../extension/src/shared/look.js";
import { sentenceAt } from "./analysis.js";

/** Linear light of a colour such as "213 102 0". */
const linear = (colour) =>
  colour.split(" ").map((part) => {
    const c = Number(part) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
const lightness = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** The contrast of WCAG 2. */
function contrast(one, two) {
  const [low, high] = [lightness(linear(one)), lightness(linear(two))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// What is left of a colour without one kind of cones: Viénot, Brettel and Mollon
// (1999) for the first two, and a plain loss of blue for the third.
const BLINDNESS = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
  deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
  tritanopia: [[1, 0.1461, -0.1461], [0, 0.8592, 0.1408], [0, 0.8592, 0.1408]],
};

/** CIE L*a*b* of linear light. */
function lab([r, g, b]) {
  const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(lightness([r, g, b]));
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const [name, colours] of Object.entries(PALETTES)) {
  test(`the lines of the palette ${name} stand out from light and from dark pages`, () => {
    for (const colour of Object.values(colours)) {
      for (const ground of ["255 255 255", "17 17 17"]) {
        assert.ok(contrast(colour, ground) >= 3, `${colour} on ${ground}: ${contrast(colour, ground)}`);
      }
    }
  });

  for (const [blindness, matrix] of Object.entries(BLINDNESS)) {
    test(`opinion and attributed of ${name} differ with ${blindness}`, () => {
      const [one, two] = [colours.opinion, colours.attributed].map((colour) =>
        lab(matrix.map((row) => row.reduce((sum, part, at) => sum + part * linear(colour)[at], 0)).map((c) => Math.max(0, c))),
      );
      const difference = Math.hypot(...one.map((part, at) => part - two[at]));
      assert.ok(difference >= 20, `difference ${difference}`);
    });
  }
}

test("how sure a mark must be", () => {
  const sentence = sentenceAt("1", 0, 5, "opinion");
  const sureness = (name, more = {}) => isMarked({ ...sentence, ...more }, { sureness: name });
  assert.equal(sureness("any", { certain: false }), true);
  assert.equal(sureness("certain", { certain: false }), false);
  assert.equal(sureness("certain"), true);
  assert.equal(sureness("very"), false);
  assert.equal(sureness("very", { probabilities: { opinion: 0.95 } }), true);
});

test("each label has a line of its own, so that colour is never the only sign", () => {
  for (const palette of Object.keys(PALETTES)) {
    const css = marksCss({ palette, tint: false, sureness: "any" });
    const lines = ["a", "a-x", "b", "b-x", "c", "c-x"].map((name) => {
      const [, line] = new RegExp(
        `::highlight\\(ascribe-${name}\\) \\{[^}]*underline (\\w+ \\dpx)`,
        "u",
      ).exec(css);
      return line;
    });
    assert.equal(new Set(lines.slice(0, 5)).size, 5, String(lines));
    assert.doesNotMatch(css, /[^-]color:/u, "the page's own text colour is never set");
  }
});
