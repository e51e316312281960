/**
 * Answer what the extension's pages and its scripts in web pages ask. Decides who
 * may ask what.
 *
 * @import { Corrected, DiaryState, Done, Failed, Listing, Outcome, Paired, NewCorrection, Passage, PopupRequest,
 *   ScriptRequest, ServerState, Site } from "../shared/types.js"
 * @import { Presses } from "./presses.js"
 * @import { Runs } from "./runs.js"
 * @import { Sites } from "./sites.js"
 * @import { Storage } from "../shared/settings.js"
 */
import { failureOf, ReaderError } from "../shared/failure.js";
import { pair, pairingOrigin, parsePasted } from "./pairing.js";
import { lookOf, savePreferences } from "../shared/preferences.js";
import { isServer, loadSettings, saveServer, saveSettings } from "../shared/settings.js";

/**
 * @typedef {object} Desk
 * @property {Runs} runs
 * @property {Presses} presses
 * @property {Sites} sites
 * @property {Storage} storage
 * @property {string} ownId id of this extension
 * @property {string} ownOrigin such as `chrome-extension://…`
 * @property {(server: string) => Promise<void>} checkHealth
 * @property {(server: string, token: string, on?: boolean) => Promise<boolean>} diary
 * @property {(server: string, token: string, correction: NewCorrection) => Promise<number>} correct
 * @property {(server: string, token: string, id: number) => Promise<number>} undoCorrection
 * @property {() => Promise<void>} forgetAll take back all that was stored and granted
 * @property {typeof fetch} [send]
 *
 * @typedef {Outcome | Passage | Listing | Paired | Site | ServerState | DiaryState | Corrected | Done | Failed} Answer
 */

const DONE = /** @type {const} */ ({ done: true });

/**
 * @param {PopupRequest | ScriptRequest} request
 * @param {chrome.runtime.MessageSender} sender
 * @param {Desk} desk
 * @returns {Promise<Answer>} never rejects
 */
export async function answer(request, sender, desk) {
  try {
    switch (request.kind) {
      case "pair": {
        const server = pairingOrigin(sender, desk.ownId);
        return await pairWith(server, request.code, desk);
      }
      case "changed":
        await desk.runs.more(tabOf(sender, desk));
        return DONE;
      case "arrived":
        await desk.sites.arrived(tabOf(sender, desk), sender.url ?? "");
        return DONE;
      case "correct": {
        tabOf(sender, desk);
        const { server, token } = await paired(desk);
        return { correction: await desk.correct(server, token, request.correction) };
      }
      case "undo-correction": {
        tabOf(sender, desk);
        const { server, token } = await paired(desk);
        return { correction: await desk.undoCorrection(server, token, request.id) };
      }
      default:
        if (!isOwnPage(sender, desk)) {
          throw new Error(`a page may not ask for ${request.kind}`);
        }
        return await answerPage(request, desk);
    }
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/**
 * @param {PopupRequest} request
 * @param {Desk} desk
 * @returns {Promise<Answer>}
 */
async function answerPage(request, desk) {
  switch (request.kind) {
    case "press":
      return desk.runs.press(request.tab);
    case "outcome":
      return desk.presses.outcome(request.tab);
    case "again":
      return desk.runs.again(request.tab);
    case "mark":
      return desk.runs.mark(request.tab);
    case "unmark":
      return desk.runs.unmark(request.tab);
    case "look-at":
      return desk.runs.lookAt(request.tab);
    case "list":
      return desk.runs.list(request.tab);
    case "go":
      return desk.runs.go(request.tab, request.direction);
    case "go-strongest":
      return desk.runs.goStrongest(request.tab);
    case "go-to":
      return desk.runs.goTo(request.tab, request.at);
    case "site":
      return desk.sites.of(request.tab);
    case "set-site":
      await desk.sites.set(request.host, request.rule);
      return DONE;
    case "tab-off":
      await desk.sites.switchOff(request.tab);
      return desk.runs.unmark(request.tab);
    case "set-preferences":
      await savePreferences(desk.storage, {
        look: lookOf(request.look),
        badge: request.badge,
      });
      return DONE;
    case "check-server": {
      const { server, token } = await loadSettings(desk.storage);
      await desk.checkHealth(server);
      return { server, paired: token !== undefined };
    }
    case "diary": {
      const { server, token } = await loadSettings(desk.storage);
      await desk.checkHealth(server);
      if (!token) throw new ReaderError("not_paired");
      return { diary: await desk.diary(server, token, request.on) };
    }
    case "set-server": {
      if (!isServer(request.server)) throw new ReaderError("bad_server");
      await saveServer(desk.storage, request.server);
      return DONE;
    }
    case "forget-all":
      await desk.forgetAll();
      return DONE;
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

/** @param {Desk} desk @throws {ReaderError} not_paired */
async function paired({ storage }) {
  const { server, token } = await loadSettings(storage);
  if (!token) throw new ReaderError("not_paired");
  return { server, token };
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

/**
 * The tab whose page a script of ours stands in.
 *
 * @param {chrome.runtime.MessageSender} sender
 * @param {Desk} desk
 * @throws {Error} if it is another's script, or one in a frame
 */
function tabOf(sender, { ownId }) {
  const tab = sender.tab?.id;
  if (sender.id !== ownId || sender.frameId !== 0 || tab === undefined) {
    throw new Error("a notice from somewhere else than the top of a page");
  }
  return tab;
}
