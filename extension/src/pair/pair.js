/**
 * On a server's pairing page: hand its code to the background when the reader
 * clicks. Does nothing on any other page, and never sends a request itself.
 *
 * @import { Failed, Paired } from "../shared/types.js"
 */
import { askBackground, messageOf } from "../browser.js";
import { failureText } from "../shared/failure-text.js";
import { say, speakBy } from "../shared/say.js";

speakBy(messageOf);

if (window === window.top && location.pathname === "/pair") {
  const main = document.querySelector("main#ascribe-pair-page");
  const button = document.querySelector("button#ascribe-pair");
  if (main instanceof HTMLElement && button instanceof HTMLButtonElement) {
    offer(main, button);
  }
}

/** @param {HTMLElement} main @param {HTMLButtonElement} button */
function offer(main, button) {
  main.dataset.extension = "present";
  // The page may clear the code from the address before the click.
  const code = location.hash.slice(1);
  button.addEventListener("click", async (event) => {
    // A script of a page cannot make a trusted click.
    if (!event.isTrusted) return;
    /** @type {Paired | Failed} */
    const answer = await askBackground({
      kind: "pair",
      code: location.hash.slice(1) || code,
    });
    if ("failure" in answer) {
      main.dataset.message = failureText(answer.failure).text.replaceAll("`", "");
      main.dataset.state = "failed";
    } else {
      main.dataset.message = say("pair_done", answer.paired);
      main.dataset.state = "paired";
    }
  });
}
