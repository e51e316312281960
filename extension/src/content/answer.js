/**
 * Answer what the background asks of a page.
 *
 * @import { Listing, PageReading, PageRequest, PageState, Passage } from "../shared/types.js"
 * @import { PageSession } from "./page-session.js"
 */

/**
 * @param {PageRequest} request
 * @param {PageSession} session
 * @returns {Promise<PageReading | PageState | Passage | Listing>}
 */
export async function answer(request, session) {
  switch (request.kind) {
    case "read":
      return session.read({ selection: request.selection });
    case "next":
      return session.next();
    case "paint":
      return session.paint(request.reading, request.analysis, request.look);
    case "repaint":
      return session.repaint(request.look);
    case "clear":
      return session.clear();
    case "state":
      return session.state();
    case "list":
      return session.list();
    case "step":
      return session.step(request.direction);
    case "strongest":
      return session.strongest();
    case "show":
      return session.show(request.at);
    default:
      throw new Error(
        `unknown request ${JSON.stringify(/** @satisfies {never} */ (request))}`,
      );
  }
}
