/**
 * What the reader has chosen, kept in the extension's storage.
 *
 * @import { Look, Preferences, SiteRule } from "./types.js"
 * @import { Storage } from "./settings.js"
 */
import { DEFAULT_LOOK, PALETTES } from "./look.js";

const SURENESS = ["any", "certain", "very"];

/**
 * @param {Storage} storage
 * @returns {Promise<Preferences>} the defaults where nothing usable is stored
 */
export async function loadPreferences(storage) {
  const { look, badge, sites } = await storage.read();
  return { look: lookOf(look), badge: badge !== false, sites: sitesOf(sites) };
}

/**
 * @param {Storage} storage
 * @param {Partial<Preferences>} changed
 */
export async function savePreferences(storage, changed) {
  await storage.write(changed);
}

/** @param {unknown} value @returns {Look} */
export function lookOf(value) {
  const { palette, tint, sureness } = /** @type {Record<string, any>} */ (value ?? {});
  return {
    palette: Object.hasOwn(PALETTES, palette ?? "") ? palette : DEFAULT_LOOK.palette,
    tint: typeof tint === "boolean" ? tint : DEFAULT_LOOK.tint,
    sureness: SURENESS.includes(sureness) ? sureness : DEFAULT_LOOK.sureness,
  };
}

/** @param {unknown} value @returns {Record<string, SiteRule>} */
function sitesOf(value) {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, rule]) => rule === "always" || rule === "never"),
  );
}

/**
 * The site of an address, as rules name it.
 *
 * @param {string} address
 * @returns {string} host, with a port where one is given; empty for what is no site
 */
export function siteOf(address) {
  if (!URL.canParse(address)) return "";
  const { protocol, host } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? host : "";
}

/**
 * The match patterns of a site. They name no port, because Firefox honours none.
 *
 * @param {string} site
 * @returns {string[]}
 */
export function patternsOf(site) {
  const host = site.replace(/:\d+$/u, "");
  return [`http://${host}/*`, `https://${host}/*`];
}
