/** Rules for the extension, the server's pages and the tests. `tsc` checks names and types. */
import js from "@eslint/js";

// Pages are untrusted: text goes into a page or the popup as text only.
const HTML_SINKS = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"];

export default [
  { ignores: ["extension/.cache/", "extension/dist/", "extension/node_modules/"] },
  js.configs.recommended,
  {
    rules: {
      "no-undef": "off",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-console": ["error", { allow: ["error"] }],
    },
  },
  {
    files: ["extension/src/**/*.js", "server/ascribe_server/pages/**/*.js"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...HTML_SINKS.map((property) => ({
          property,
          message: "Use textContent: the text comes from an untrusted page.",
        })),
        { object: "document", property: "write" },
      ],
    },
  },
  {
    files: ["extension/src/**/*.js"],
    ignores: [
      "extension/src/browser.js",
      "extension/src/background/background.js",
      "extension/src/content/content.js",
    ],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "chrome", message: "Only src/browser.js may touch it." },
        { name: "browser", message: "Only src/browser.js may touch it." },
      ],
    },
  },
  {
    files: ["extension/src/**/*.js"],
    ignores: ["extension/src/background/score-client.js"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.name='fetch']",
          message: "Only score-client.js may send requests.",
        },
      ],
    },
  },
];
