/**
 * Pair with a server: who may hand over a code, and what a code looks like.
 *
 * @import { Settings } from "../shared/types.js"
 */
import { ReaderError } from "../shared/failure.js";
import { checkHealth, exchangeCode } from "./score-client.js";
import { isServer } from "../shared/settings.js";

const CODE = /^[A-Za-z0-9_-]{4,128}$/u;

/**
 * The server whose pairing page sent a message. Everything is read from what
 * the browser says of the sender, nothing from the message.
 *
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId id of this extension
 * @returns {string} origin
 * @throws {Error} if the sender is anything but our script in the top frame of
 *   a server's pairing page
 */
export function pairingOrigin(sender, ownId) {
  const url = new URL(sender.url ?? "about:blank");
  if (
    sender.id !== ownId ||
    sender.frameId !== 0 ||
    url.pathname !== "/pair" ||
    !isServer(url.origin)
  ) {
    throw new Error("a pairing code from somewhere else than a pairing page");
  }
  return url.origin;
}

/**
 * Read what a person pasted: the pairing link, or the code alone.
 *
 * @param {string} pasted
 * @param {string} server origin that a code alone is meant for
 * @returns {{server: string, code: string}}
 * @throws {ReaderError} bad_code
 */
export function parsePasted(pasted, server) {
  const text = pasted.trim();
  if (CODE.test(text)) return { server, code: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const code = url?.hash.slice(1) ?? "";
  if (!url || !isServer(url.origin) || url.pathname !== "/pair" || !CODE.test(code)) {
    throw new ReaderError("bad_code");
  }
  return { server: url.origin, code };
}

/**
 * Spend a code and return what is to be stored.
 *
 * @param {string} server origin
 * @param {string} code
 * @param {typeof fetch} [send]
 * @returns {Promise<Required<Settings>>}
 * @throws {ReaderError} bad_code, code_refused, server_down, …
 */
export async function pair(server, code, send = fetch) {
  if (!CODE.test(code)) throw new ReaderError("bad_code");
  await checkHealth(server, send);
  return { server, token: await exchangeCode(server, code, send) };
}
