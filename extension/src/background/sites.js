/**
 * Where pages are marked by themselves: on the sites that the reader has chosen,
 * not on those chosen otherwise, and not in a tab that was switched off.
 *
 * @import { Site, SiteRule } from "../shared/types.js"
 * @import { Storage } from "../shared/settings.js"
 */
import { ReaderError } from "../shared/failure.js";
import { loadPreferences, patternsOf, savePreferences, siteOf } from "../shared/preferences.js";

/**
 * @typedef {object} SitesWorld
 * @property {Storage} storage
 * @property {{read: () => Promise<Record<string, unknown>>,
 *   write: (values: Record<string, unknown>) => Promise<void>}} session
 *   storage that lasts as long as the browser runs
 * @property {(tab: number) => Promise<string>} addressOf
 * @property {(patterns: string[]) => Promise<boolean>} mayRead
 * @property {(patterns: string[]) => Promise<unknown>} release give a permission back
 * @property {(patterns: string[]) => Promise<void>} greetOn have `arrive.js` run on
 *   pages of these patterns, and on no others
 * @property {(tab: number) => Promise<unknown>} mark
 */

export class Sites {
  #world;

  /** @param {SitesWorld} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * @param {number} tab
   * @returns {Promise<Site>}
   */
  async of(tab) {
    const host = siteOf(await this.#world.addressOf(tab).catch(() => ""));
    const { sites } = await loadPreferences(this.#world.storage);
    const off = await this.#off();
    return { host, rule: sites[host] ?? "ask", off: off.includes(tab) };
  }

  /**
   * @param {string} host
   * @param {SiteRule | "ask"} rule "always" takes the permission for the site,
   *   which the page that asks has got by a click
   * @throws {ReaderError} no_site_permission
   */
  async set(host, rule) {
    const { storage, mayRead, release } = this.#world;
    const patterns = patternsOf(host);
    if (rule === "always" && !(await mayRead(patterns))) {
      throw new ReaderError("no_site_permission", host);
    }
    const { sites } = await loadPreferences(storage);
    const { [host]: before, ...others } = sites;
    await savePreferences(storage, {
      sites: rule === "ask" ? others : { ...others, [host]: rule },
    });
    await this.arrange();
    // What is no longer needed is given back.
    if (before === "always" && rule !== "always") await release(patterns);
  }

  /** Bring the browser's list of sites in line with the reader's. */
  async arrange() {
    const { sites } = await loadPreferences(this.#world.storage);
    const patterns = [];
    for (const [host, rule] of Object.entries(sites)) {
      // A permission can be taken back in the browser's own settings.
      const own = patternsOf(host);
      if (rule === "always" && (await this.#world.mayRead(own))) patterns.push(...own);
    }
    await this.#world.greetOn([...new Set(patterns)]);
  }

  /**
   * A page of a chosen site has loaded.
   *
   * @param {number} tab
   * @param {string} address
   */
  async arrived(tab, address) {
    const { sites } = await loadPreferences(this.#world.storage);
    const off = await this.#off();
    if (sites[siteOf(address)] !== "always" || off.includes(tab)) return;
    await this.#world.mark(tab);
  }

  /** Mark nothing by itself in this tab, until the reader presses the button. */
  /** @param {number} tab */
  async switchOff(tab) {
    await this.#world.session.write({ off: [...new Set([...(await this.#off()), tab])] });
  }

  /** @param {number} tab */
  async switchOn(tab) {
    const off = await this.#off();
    if (off.includes(tab)) {
      await this.#world.session.write({ off: off.filter((one) => one !== tab) });
    }
  }

  /** @returns {Promise<number[]>} tabs that were switched off */
  async #off() {
    const { off } = await this.#world.session.read();
    return Array.isArray(off) ? off : [];
  }
}
