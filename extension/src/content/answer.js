/**
 * Answer what the background asks of a page.
 *
 * @import { PageReading, PageRequest, PageState, Passage } from "../shared/types.js"
 * @import { PageSession } from "./page-session.js"
 */

/**
 * @param {PageRequest} request
 * @param {PageSession} session
 * @returns {PageReading | PageState | Passage}
 */
export function answer(request, session) {
  switch (request.kind) {
    case "read":
      return session.read();
    case "paint":
      return session.paint(request.reading, request.analysis);
    case "repaint":
      return session.repaint();
    case "clear":
      return session.clear();
    case "state":
      return session.state();
    case "step":
      return session.step(request.direction);
    default:
      throw new Error(
        `unknown request ${JSON.stringify(/** @satisfies {never} */ (request))}`,
      );
  }
}
