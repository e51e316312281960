/**
 * The message and the one action for each failure.
 *
 * @import { Failure, FailureKind } from "./types.js"
 */

/**
 * What the popup can do about it. `again` reads the page anew; `grant` asks for
 * the right to talk to this computer; `enter-code` takes a pairing link; `try-page`
 * opens the server's own page, where text can be pasted.
 *
 * @typedef {"again" | "grant" | "enter-code" | "try-page"} ActionKind
 *
 * @typedef {object} FailureText
 * @property {string} title
 * @property {string} text
 * @property {{kind: ActionKind, label: string}} action
 */

const AGAIN = { kind: /** @type {const} */ ("again"), label: "Try again" };
const ENTER_CODE = { kind: /** @type {const} */ ("enter-code"), label: "Pair" };
const TRY_PAGE = { kind: /** @type {const} */ ("try-page"), label: "Paste text instead" };

/** @type {Record<string, string>} by barrier */
const BARRIERS = {
  browser: "This is a page of the browser itself, which no extension may read.",
  store: "Browsers let no extension read this store.",
  source: "Extensions cannot read the source view. Open the page itself.",
  file: "For files, first allow access to file addresses in the extension’s details.",
  pdf: "Extensions cannot read the text of PDF files.",
  other: "The browser lets no extension read this page.",
};

/** @type {Record<FailureKind, (detail: string) => FailureText>} */
const TEXTS = {
  server_down: (server) => ({
    title: "The server is not running",
    text: `Nothing answers at ${server}. Start it in a terminal with \`ascribe serve\`, or \`make run\` in the project’s folder.`,
    action: AGAIN,
  }),
  other_program: (server) => ({
    title: "Another program is there",
    text: `What answers at ${server} is not Ascribe. Start the server on a free port with \`ascribe serve --port 8673\` and pair with the link that it prints.`,
    action: ENTER_CODE,
  }),
  version_mismatch: (version) => ({
    title: "Server and extension do not match",
    text: `The server (version ${version}) speaks another version of the protocol. Update both to the same release.`,
    action: AGAIN,
  }),
  not_paired: () => ({
    title: "Not paired yet",
    text: "Open the pairing link that the server printed when it started, or paste it here. `ascribe pair` prints a new one.",
    action: ENTER_CODE,
  }),
  token_refused: () => ({
    title: "Pair again",
    text: "The server no longer knows this browser. Run `ascribe pair` and open the link, or paste it here.",
    action: ENTER_CODE,
  }),
  no_permission: () => ({
    title: "Permission is missing",
    text: "The extension may not talk to the server on this computer (127.0.0.1).",
    action: { kind: "grant", label: "Allow it" },
  }),
  page_unreadable: (barrier) => ({
    title: "This page cannot be read",
    text: BARRIERS[barrier] ?? /** @type {string} */ (BARRIERS.other),
    action: TRY_PAGE,
  }),
  page_gone: () => ({
    title: "The page has changed",
    text: "The page was left or loaded anew while it was being read.",
    action: AGAIN,
  }),
  no_text: () => ({
    title: "No text here",
    text: "There is no readable text on this page, or it has not loaded yet.",
    action: AGAIN,
  }),
  too_large: (detail) => ({
    title: "This page is too large",
    text: `It cannot be scored in one piece: ${detail}`,
    action: TRY_PAGE,
  }),
  busy: () => ({
    title: "The server is busy",
    text: "It is scoring other pages. Wait a moment.",
    action: AGAIN,
  }),
  too_slow: (server) => ({
    title: "No answer in time",
    text: `The server at ${server} took longer than a minute.`,
    action: AGAIN,
  }),
  refused: (detail) => ({
    title: "The server said no",
    text: detail,
    action: AGAIN,
  }),
  code_refused: (detail) => ({
    title: "The code does not work",
    text: detail || "It is wrong, used up or too old. `ascribe pair` prints a new one.",
    action: ENTER_CODE,
  }),
  bad_code: () => ({
    title: "That is no pairing link",
    text: "It looks like http://127.0.0.1:8672/pair#ABCD-EFGH. `ascribe pair` prints one.",
    action: ENTER_CODE,
  }),
  bug: () => ({
    title: "Something went wrong",
    text: "This is a fault of the extension; its console says more.",
    action: AGAIN,
  }),
};

/** Every kind of failure there is. */
export const FAILURE_KINDS = /** @type {FailureKind[]} */ (Object.keys(TEXTS));

/**
 * @param {Failure} failure
 * @returns {FailureText} In the text, commands stand between backticks.
 */
export function failureText({ kind, detail = "" }) {
  return TEXTS[kind](detail);
}
