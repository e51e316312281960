/**
 * The server's address and the token, kept in the extension's storage.
 *
 * @import { Settings } from "../shared/types.js"
 */

// The server of a newsroom, where the extension was built for one; see build.mjs.
/** @type {string} */
const OWN_SERVER = /** @type {any} */ (globalThis).ASCRIBE_SERVER ?? "";

/** Where a server is looked for before any is paired with. */
export const DEFAULT_SERVER = OWN_SERVER || "http://127.0.0.1:8672";

const SERVER = /^http:\/\/127\.0\.0\.1:\d{1,5}$/u;

/**
 * @typedef {object} Storage
 * @property {() => Promise<Record<string, unknown>>} read
 * @property {(values: Record<string, unknown>) => Promise<void>} write
 */

/**
 * @param {Storage} storage
 * @returns {Promise<Settings>} The default address and no token where nothing,
 *   or nothing usable, is stored.
 */
export async function loadSettings(storage) {
  const { server, token } = await storage.read();
  if (!isServer(server)) return { server: DEFAULT_SERVER };
  return typeof token === "string" && token ? { server, token } : { server };
}

/**
 * @param {Storage} storage
 * @param {Required<Settings>} settings
 */
export async function saveSettings(storage, { server, token }) {
  await storage.write({ server, token });
}

/**
 * Talk to another address from now on; it has to be paired with anew.
 *
 * @param {Storage} storage
 * @param {string} server
 */
export async function saveServer(storage, server) {
  const before = await loadSettings(storage);
  if (before.server !== server) await storage.write({ server, token: "" });
}

/**
 * @param {unknown} value
 * @param {string} [own] the server that the extension was built for, if any
 * @returns {value is string} an address on this computer, or that of `own`
 */
export function isServer(value, own = OWN_SERVER) {
  if (typeof value !== "string" || !value) return false;
  return SERVER.test(value) || value === own;
}
