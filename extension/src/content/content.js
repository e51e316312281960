/**
 * Entry of the content script: put into a page by a press of the toolbar
 * button, answers the background. It never sends a request of its own.
 *
 * @import { PageRequest } from "../shared/types.js"
 */
import { askBackground, messageOf, notify, shadowRootOf } from "../browser.js";
import { speakBy } from "../shared/say.js";
import { answer } from "./answer.js";
import { PageSession } from "./page-session.js";

const page = /** @type {{ascribe?: PageSession}} */ (globalThis);

// A second press puts the script in again; the first one goes on answering.
if (!page.ascribe) {
  speakBy(messageOf);
  const session = new PageSession(
    document,
    shadowRootOf,
    () => notify({ kind: "changed" }),
    askBackground,
  );
  page.ascribe = session;
  chrome.runtime.onMessage.addListener((request, sender, respond) => {
    // Only the background writes to tabs; nothing else may steer the marks.
    if (sender.id !== chrome.runtime.id) return false;
    void answer(/** @type {PageRequest} */ (request), session).then(respond, (error) => {
      console.error(error);
      respond(null);
    });
    return true;
  });
}
