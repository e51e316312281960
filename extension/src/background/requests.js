/**
 * Answer what the popup and the pairing page ask. Decides who may ask what.
 *
 * @import { Failed, Outcome, Paired, PairRequest, Passage, PopupRequest } from "../shared/types.js"
 * @import { Runs } from "./runs.js"
 * @import { Storage } from "../shared/settings.js"
 */
import { failureOf } from "../shared/failure.js";
import { pair, pairingOrigin, parsePasted } from "./pairing.js";
import { loadSettings, saveSettings } from "../shared/settings.js";

/**
 * @typedef {object} Desk
 * @property {Runs} runs
 * @property {Storage} storage
 * @property {string} ownId id of this extension
 * @property {string} ownOrigin such as `chrome-extension://…`
 * @property {typeof fetch} [send]
 */

/**
 * @param {PopupRequest | PairRequest} request
 * @param {chrome.runtime.MessageSender} sender
 * @param {Desk} desk
 * @returns {Promise<Outcome | Passage | Paired | Failed>} never rejects
 */
export async function answer(request, sender, desk) {
  try {
    if (request.kind === "pair") {
      const server = pairingOrigin(sender, desk.ownId);
      return await pairWith(server, request.code, desk);
    }
    if (!isOwnPage(sender, desk)) {
      throw new Error(`a page may not ask for ${request.kind}`);
    }
    return await answerPopup(request, desk);
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/**
 * @param {PopupRequest} request
 * @param {Desk} desk
 * @returns {Promise<Outcome | Passage | Paired>}
 */
async function answerPopup(request, desk) {
  switch (request.kind) {
    case "press":
      return desk.runs.press(request.tab);
    case "again":
      return desk.runs.again(request.tab);
    case "mark":
      return desk.runs.mark(request.tab);
    case "unmark":
      return desk.runs.unmark(request.tab);
    case "go":
      return desk.runs.go(request.tab, request.direction);
    case "enter-code": {
      const { server } = await loadSettings(desk.storage);
      const pasted = parsePasted(request.code, server);
      return pairWith(pasted.server, pasted.code, desk);
    }
    default:
      throw new Error(
        `unknown request ${JSON.stringify(/** @satisfies {never} */ (request))}`,
      );
  }
}

/**
 * @param {string} server
 * @param {string} code
 * @param {Desk} desk
 * @returns {Promise<Paired>}
 */
async function pairWith(server, code, { storage, send }) {
  const settings = await pair(server, code, send);
  await saveSettings(storage, settings);
  return { paired: settings.server };
}

/**
 * Whether a message comes from a page of the extension itself, not from a
 * content script, which lives in a page that nobody vouches for.
 *
 * @param {chrome.runtime.MessageSender} sender
 * @param {Desk} desk
 */
function isOwnPage(sender, { ownId, ownOrigin }) {
  return sender.id === ownId && (sender.url ?? "").startsWith(`${ownOrigin}/`);
}
