/** Ask the server to mark a text; turn its problems into messages. */

import { counted } from "./words.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** The text was not marked; the message says what the reader can do. */
export class NotMarked extends Error {
  name = "NotMarked";
}

/** @param {{text?: string, html?: string, sample?: string}} request */
export async function analyze(request) {
  return (await post("/page/analyze", request)).json();
}

/**
 * Ask one of the server's addresses.
 *
 * @param {string} path
 * @param {object} request
 * @returns {Promise<Response>} an answer that is no problem
 */
export async function post(path, request) {
  const body = JSON.stringify(request);
  const most = Number(meta("ascribe-max-bytes")) || Infinity;
  const bytes = new TextEncoder().encode(body).length;
  if (bytes > most) {
    throw new NotMarked(
      `This is too long: ${counted(bytes, "byte")}; the limit is ${counted(most, "byte")}.`,
    );
  }
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Ascribe-Page": meta("ascribe-page"),
      },
      body,
    });
  } catch {
    throw new NotMarked("The server does not answer. Start it again: ascribe serve");
  }
  if (response.ok) return response;
  const problem = await response.json();
  throw new NotMarked(`${problem.title}. ${problem.detail}`);
}

/**
 * Read a file's bytes as a browser would: by byte order mark, by the encoding
 * that the page declares, as UTF-8, and else as Windows-1252.
 *
 * @param {ArrayBuffer} bytes
 */
export function decodePage(bytes) {
  const start = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  // A declaration has to stand in the first kilobyte.
  const head = new TextDecoder("latin1").decode(bytes.slice(0, 1024));
  const declared = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  for (const encoding of [declared, "utf-8"]) {
    try {
      if (encoding) return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // unknown, or not really in that encoding: try the next
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}
