/**
 * The message and the one action for each failure.
 *
 * @import { Failure, FailureKind } from "./types.js"
 */
import { say } from "./say.js";

/**
 * What the popup can do about it. `again` reads the page anew; `grant` asks for
 * the right to talk to this computer; `enter-code` takes a pairing link; `try-page`
 * opens the server's own page, where text can be pasted; `allow-site` takes the
 * site from the list of those that are never marked.
 *
 * @typedef {"again" | "grant" | "enter-code" | "try-page" | "allow-site"} ActionKind
 *
 * @typedef {object} FailureText
 * @property {string} title
 * @property {string} text Commands stand between backticks.
 * @property {{kind: ActionKind, label: string}} action
 */

/** @type {Record<FailureKind, ActionKind>} */
const ACTIONS = {
  server_down: "again",
  other_program: "enter-code",
  version_mismatch: "again",
  not_paired: "enter-code",
  token_refused: "enter-code",
  no_permission: "grant",
  page_unreadable: "try-page",
  page_gone: "again",
  no_text: "again",
  site_off: "allow-site",
  no_site_permission: "again",
  bad_server: "again",
  too_large: "try-page",
  busy: "again",
  too_slow: "again",
  refused: "again",
  code_refused: "enter-code",
  bad_code: "enter-code",
  bug: "again",
};

/** Every kind of failure there is. */
export const FAILURE_KINDS = /** @type {FailureKind[]} */ (Object.keys(ACTIONS));

/** Why a page cannot be read, as `page-access.js` names it. */
export const BARRIERS = ["browser", "store", "source", "file", "pdf", "reader", "other"];

/**
 * @param {Failure} failure
 * @returns {FailureText}
 */
export function failureText({ kind, detail = "" }) {
  const action = ACTIONS[kind];
  return {
    title: say(`failure_${kind}_title`),
    text: textOf(kind, detail),
    action: { kind: action, label: say(`action_${action.replace("-", "_")}`) },
  };
}

/** @param {FailureKind} kind @param {string} detail */
function textOf(kind, detail) {
  switch (kind) {
    case "page_unreadable":
      return `${say(`barrier_${BARRIERS.includes(detail) ? detail : "other"}`)} ${say("barrier_way_out")}`;
    case "refused":
      return detail || say("failure_bug_text");
    case "code_refused":
      return detail || say("failure_code_refused_text");
    default:
      return say(`failure_${kind}_text`, detail);
  }
}
