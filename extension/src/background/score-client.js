/**
 * Talk to the server on this computer. The only place that sends requests.
 *
 * @import { Analysis, Block, NewCorrection, PageName } from "../shared/types.js"
 */
import { ReaderError } from "../shared/failure.js";

/** The version of the API that this extension speaks. */
export const API_VERSION = 1;

// A page of 200,000 words takes the server some ten seconds.
const TIMEOUT_MS = 60_000;
// Health and pairing are answered at once or not at all.
export const SHORT_TIMEOUT_MS = 5_000;

// The server's own limits; what is over them is not sent at all, because a
// refused body reaches `fetch` as a broken connection.
export const MAX_REQUEST_BYTES = 8 * 1024 * 1024;
export const MAX_BLOCKS = 50_000;
export const MAX_PAGE_UNITS = 2_000_000;

const STATUSES = ["scored", "too_short", "not_english", "not_prose"];

/**
 * Make sure that the program at an address is the server, and of our version.
 *
 * @param {string} server origin
 * @param {typeof fetch} [send]
 * @throws {ReaderError} server_down, other_program, version_mismatch
 */
export async function checkHealth(server, send = fetch) {
  const { ok, body } = await exchange(`${server}/v1/health`, {}, SHORT_TIMEOUT_MS, send);
  if (!ok || body?.name !== "ascribe") {
    throw new ReaderError("other_program", server);
  }
  if (body.api_version !== API_VERSION) {
    throw new ReaderError("version_mismatch", String(body.version ?? "unknown"));
  }
}

/**
 * Score one page.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {readonly Block[]} blocks
 * @param {typeof fetch} [send]
 * @param {PageName} [page] for the reader's diary; without it nothing is entered
 * @returns {Promise<Analysis>}
 * @throws {ReaderError} too_large, token_refused, busy, too_slow, refused, …
 */
export async function analyze(server, token, blocks, send = fetch, page = undefined) {
  const units = blocks.reduce((sum, { text }) => sum + text.length, 0);
  const request = JSON.stringify({ blocks, page });
  if (
    blocks.length > MAX_BLOCKS ||
    units > MAX_PAGE_UNITS ||
    new TextEncoder().encode(request).length > MAX_REQUEST_BYTES
  ) {
    throw new ReaderError("too_large", `${units.toLocaleString("en")} characters`);
  }
  const { ok, status, body } = await exchange(
    `${server}/v1/analyze`,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
      },
      body: request,
    },
    TIMEOUT_MS,
    send,
  );
  if (!ok) throw refusal(status, body);
  if (!isAnalysis(body)) throw new ReaderError("version_mismatch", "unknown");
  return body;
}

/**
 * Ask whether the server keeps a diary, or switch it.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {boolean} [on] without it nothing is switched
 * @param {typeof fetch} [send]
 * @returns {Promise<boolean>} whether it is on now
 * @throws {ReaderError} token_refused, refused, server_down, …
 */
export async function diary(server, token, on, send = fetch) {
  const { ok, status, body } = await exchange(
    `${server}/v1/diary`,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ on }),
    },
    SHORT_TIMEOUT_MS,
    send,
  );
  if (!ok) throw refusal(status, body);
  if (typeof body?.on !== "boolean") throw new ReaderError("version_mismatch", "unknown");
  return body.on;
}

/**
 * Keep a correction.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {NewCorrection} correction
 * @param {string} sha256 of its block's text
 * @param {typeof fetch} [send]
 * @returns {Promise<number>} its number; it is on the server's disk now
 * @throws {ReaderError} token_refused, refused, server_down, …
 */
export async function correct(server, token, correction, sha256, send = fetch) {
  const { block, ...rest } = correction;
  const body = await post(
    `${server}/v1/corrections`,
    token,
    { ...rest, block: { sha256, kind: block.kind } },
    send,
  );
  return numberOf(body);
}

/**
 * Forget a correction.
 *
 * @param {string} server origin
 * @param {string} token
 * @param {number} id
 * @param {typeof fetch} [send]
 * @returns {Promise<number>} its number
 * @throws {ReaderError} token_refused, refused, server_down, …
 */
export async function undoCorrection(server, token, id, send = fetch) {
  return numberOf(await post(`${server}/v1/corrections/undo`, token, { id }, send));
}

/** @param {string} url @param {string} token @param {unknown} request @param {typeof fetch} send */
async function post(url, token, request, send) {
  const { ok, status, body } = await exchange(
    url,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(request),
    },
    SHORT_TIMEOUT_MS,
    send,
  );
  if (!ok) throw refusal(status, body);
  return body;
}

/** @param {any} body @returns {number} */
function numberOf(body) {
  if (typeof body?.id !== "number") throw new ReaderError("version_mismatch", "unknown");
  return body.id;
}

/**
 * Turn a pairing code into a token.
 *
 * @param {string} server origin
 * @param {string} code
 * @param {typeof fetch} [send]
 * @returns {Promise<string>}
 * @throws {ReaderError} code_refused, server_down, other_program, …
 */
export async function exchangeCode(server, code, send = fetch) {
  const { ok, status, body } = await exchange(
    `${server}/v1/pair`,
    {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    },
    SHORT_TIMEOUT_MS,
    send,
  );
  if (!ok) {
    const slug = slugOf(body);
    if (slug === "wrong-code" || slug === "code-spent" || slug === "wrong-shape") {
      throw new ReaderError("code_refused", body.detail);
    }
    throw refusal(status, body);
  }
  if (typeof body?.token !== "string" || !body.token) {
    throw new ReaderError("other_program", server);
  }
  return body.token;
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @param {number} timeout in milliseconds
 * @param {typeof fetch} send
 * @returns {Promise<{ok: boolean, status: number, body: any}>} `body` is
 *   undefined where the answer is not JSON
 */
export async function exchange(url, init, timeout, send) {
  try {
    const answer = await send(url, {
      ...init,
      cache: "no-store",
      credentials: "omit",
      redirect: "manual",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeout),
    });
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, body: parsed(text) };
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === "TimeoutError";
    // A port that takes the connection and says nothing is not a server of ours.
    const kind = late && timeout === TIMEOUT_MS ? "too_slow" : "server_down";
    throw new ReaderError(kind, new URL(url).origin, { cause });
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {any} body @returns {string} the last part of a problem's `type` */
function slugOf(body) {
  return typeof body?.type === "string" ? body.type.replace("/problems/", "") : "";
}

/**
 * @param {number} status
 * @param {any} body a problem, RFC 9457
 */
export function refusal(status, body) {
  const detail = typeof body?.detail === "string" ? body.detail : `status ${status}`;
  switch (slugOf(body)) {
    case "not-paired":
      return new ReaderError("token_refused");
    case "busy":
      return new ReaderError("busy");
    case "stopping":
      return new ReaderError("server_down");
    case "body-too-large":
    case "page-too-large":
      return new ReaderError("too_large", detail);
    default:
      return new ReaderError("refused", detail);
  }
}

/** @param {any} body @returns {body is Analysis} */
function isAnalysis(body) {
  return (
    STATUSES.includes(body?.status) &&
    body.offset_unit === "utf-16" &&
    Array.isArray(body.sentences) &&
    Array.isArray(body.sources) &&
    typeof body.page?.coverage?.blocks === "number" &&
    (body.status !== "scored" || typeof body.page.shares?.opinion === "number")
  );
}
