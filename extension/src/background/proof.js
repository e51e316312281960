/**
 * Let the server prove that it knows the token, before it is sent the token or any
 * text: a program that took the port first learns nothing.
 *
 * @import { Analysis, Block, NewCorrection, PageName } from "../shared/types.js"
 */
import { ReaderError } from "../shared/failure.js";
import {
  analyze,
  correct,
  diary,
  exchange,
  refusal,
  SHORT_TIMEOUT_MS,
  undoCorrection,
} from "./score-client.js";

const CLIENT_DIGITS = 16;
const HMAC = { name: "HMAC", hash: "SHA-256" };
const utf8 = new TextEncoder();

/**
 * Score one page, once the server has proved itself.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {readonly Block[]} blocks
 * @param {typeof fetch} [send]
 * @param {PageName} [page]
 * @returns {Promise<Analysis>}
 * @throws {ReaderError} as `checkProof` and `analyze`
 */
export async function analyzeProven(server, token, blocks, send = fetch, page = undefined) {
  await checkProof(server, token, send);
  return analyze(server, token, blocks, send, page);
}

/**
 * Ask whether the server keeps a diary, or switch it, once it has proved itself.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {boolean} [on]
 * @param {typeof fetch} [send]
 * @returns {Promise<boolean>} whether it is on now
 * @throws {ReaderError} as `checkProof` and `diary`
 */
export async function diaryProven(server, token, on, send = fetch) {
  await checkProof(server, token, send);
  return diary(server, token, on, send);
}

/**
 * Keep a correction, once the server has proved itself.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {NewCorrection} correction
 * @param {typeof fetch} [send]
 * @returns {Promise<number>} its number
 * @throws {ReaderError} as `checkProof` and `correct`
 */
export async function correctProven(server, token, correction, send = fetch) {
  await checkProof(server, token, send);
  // Pages without TLS have no hashes of their own: it is made here.
  const digest = hex(await sha256(correction.block.text));
  return correct(server, token, correction, digest, send);
}

/**
 * Forget a correction, once the server has proved itself.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {number} id
 * @param {typeof fetch} [send]
 * @returns {Promise<number>} its number
 * @throws {ReaderError} as `checkProof` and `undoCorrection`
 */
export async function undoProven(server, token, id, send = fetch) {
  await checkProof(server, token, send);
  return undoCorrection(server, token, id, send);
}

/**
 * Make sure that the server knows the token. The address is part of what it signs, so
 * the answer of a server at another port is not taken.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {typeof fetch} [send]
 * @throws {ReaderError} other_program, token_refused, server_down, …
 */
export async function checkProof(server, token, send = fetch) {
  const digest = await sha256(token);
  const client = hex(await sha256(`ascribe client\n${hex(digest)}`)).slice(0, CLIENT_DIGITS);
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  const { ok, status, body } = await exchange(
    `${server}/v1/prove`,
    {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ client, nonce }),
    },
    SHORT_TIMEOUT_MS,
    send,
  );
  if (!ok && typeof body?.type === "string") throw refusal(status, body);
  const signed = utf8.encode(`ascribe server proof\n${server}\n${nonce}`);
  const key = await crypto.subtle.importKey("raw", digest, HMAC, false, ["verify"]);
  const proof = unhex(body?.proof);
  if (!ok || !proof || !(await crypto.subtle.verify("HMAC", key, proof, signed))) {
    throw new ReaderError("other_program", server);
  }
}

/** @param {string} text */
async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {unknown} digits @returns {Uint8Array<ArrayBuffer> | undefined} 32 bytes */
function unhex(digits) {
  if (typeof digits !== "string" || !/^[0-9a-f]{64}$/u.test(digits)) return undefined;
  return Uint8Array.from({ length: 32 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
