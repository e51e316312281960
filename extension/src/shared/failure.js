/**
 * The errors that a reader can act on. Everything else is a bug and goes to the
 * console.
 *
 * @import { Failure, FailureKind } from "./types.js"
 */

/** Thrown anywhere; the popup has a message and one action for each kind. */
export class ReaderError extends Error {
  name = "ReaderError";

  /**
   * @param {FailureKind} kind
   * @param {string} [detail] a fact for the message
   * @param {ErrorOptions} [options]
   */
  constructor(kind, detail, options) {
    super(detail ? `${kind}: ${detail}` : kind, options);
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * What the popup is told of an error.
 *
 * @param {unknown} error
 * @returns {Failure}
 */
export function failureOf(error) {
  if (!(error instanceof ReaderError)) {
    console.error(error);
    return { kind: "bug" };
  }
  return error.detail === undefined
    ? { kind: error.kind }
    : { kind: error.kind, detail: error.detail };
}
