/**
 * What happens to a tab: read, score, mark, unmark. Keeps nothing but the runs
 * that are under way; what is known of a page lives in the page.
 *
 * @import { Analysis, Block, Listing, Look, Outcome, PageName, PageReading, PageRequest,
 *   PageState, Passage, Settings } from "../shared/types.js"
 * @import { Storage } from "../shared/settings.js"
 */
import { ReaderError } from "../shared/failure.js";
import { barrierOfType, enter } from "./page-access.js";
import { loadPreferences, siteOf } from "../shared/preferences.js";
import { loadSettings } from "../shared/settings.js";

/**
 * @typedef {object} World What a run needs; tests bring their own.
 * @property {Storage} storage
 * @property {() => Promise<boolean>} hasHostPermission
 * @property {(tab: number) => Promise<string>} addressOf
 * @property {(tab: number) => Promise<void>} inject
 * @property {(tab: number, request: PageRequest) => Promise<any>} askPage
 * @property {(tab: number, look: Look) => Promise<void>} addMarkStyles
 * @property {(tab: number) => Promise<void>} removeMarkStyles
 * @property {(server: string) => Promise<void>} checkHealth
 * @property {(server: string, token: string, blocks: Block[], page?: PageName) => Promise<Analysis>} analyze
 * @property {(tab: number) => Promise<PageName | undefined>} [pageOf] what the diary may
 *   know of a tab's page; nothing in a private window
 * @property {(tab: number, state: PageState) => Promise<void>} [told] hears of every
 *   state that a tab comes to
 */

export class Runs {
  #world;
  /** @type {Map<number, Promise<Outcome>>} by tab */
  #underWay = new Map();
  /** @type {Map<number, Promise<void>>} what goes on after the first marks, by tab */
  #rests = new Map();

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * The toolbar button: take marks away where there are any, mark otherwise.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   * @throws {ReaderError} site_off where the reader never wants the site marked
   */
  async press(tab) {
    const running = this.#underWay.get(tab);
    if (running) return running;
    const [state, address, { sites }] = await Promise.all([
      this.#state(tab),
      this.#world.addressOf(tab).catch(() => ""),
      loadPreferences(this.#world.storage),
    ]);
    if (state?.marked) return this.unmark(tab);
    const site = siteOf(address);
    if (site && sites[site] === "never") throw new ReaderError("site_off", site);
    return this.again(tab);
  }

  /**
   * Read and score the page anew and mark it. A second call joins the first.
   *
   * @param {number} tab
   * @param {{selection?: boolean}} [options] `selection` for the selected text only
   * @returns {Promise<Outcome>} as soon as the first part of the page is marked
   */
  again(tab, { selection = false } = {}) {
    const running = this.#underWay.get(tab);
    if (running) return running;
    const run = this.#run(tab, selection).finally(() => {
      if (this.#underWay.get(tab) === run) this.#underWay.delete(tab);
    });
    this.#underWay.set(tab, run);
    return run;
  }

  /**
   * Mark the page by the last analysis, without asking the server.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   */
  async mark(tab) {
    const state = await this.#state(tab);
    if (state?.summary?.status !== "scored") return this.again(tab);
    const { look } = await loadPreferences(this.#world.storage);
    await this.#world.addMarkStyles(tab, look);
    /** @type {PageState} */
    const repainted = await this.#ask(tab, { kind: "repaint", look });
    // All of the text has been replaced since, as in an app of one page.
    if (!repainted.marked) return this.again(tab);
    await this.#world.told?.(tab, repainted);
    return { did: "marked", state: repainted };
  }

  /**
   * Take the marks away.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   */
  async unmark(tab) {
    const state = await this.#ask(tab, { kind: "clear" });
    await this.#world.removeMarkStyles(tab);
    await this.#world.told?.(tab, state);
    return { did: "unmarked", state };
  }

  /**
   * What is known of the page, as it is.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   */
  async lookAt(tab) {
    const state = await this.#state(tab);
    const none = { marked: false, passages: 0, waiting: 0, summary: null };
    if (!state?.summary) return { did: "nothing", state: state ?? none };
    if (state.marked) return { did: "marked", state };
    return { did: state.summary.status === "scored" ? "unmarked" : "abstained", state };
  }

  /**
   * The page has changed: score what is new on it.
   *
   * @param {number} tab
   */
  async more(tab) {
    await this.#rest(tab);
    const state = await this.#state(tab);
    if (state) await this.#world.told?.(tab, state);
  }

  /**
   * Lead to the next or the previous opinion passage.
   *
   * @param {number} tab
   * @param {1 | -1} direction
   * @returns {Promise<Passage>}
   */
  go(tab, direction) {
    return this.#ask(tab, { kind: "step", direction });
  }

  /** @param {number} tab @returns {Promise<Passage>} the surest opinion */
  goStrongest(tab) {
    return this.#ask(tab, { kind: "strongest" });
  }

  /** @param {number} tab @param {number} at @returns {Promise<Passage>} */
  goTo(tab, at) {
    return this.#ask(tab, { kind: "show", at });
  }

  /** @param {number} tab @returns {Promise<Listing>} */
  list(tab) {
    return this.#ask(tab, { kind: "list" });
  }

  /** @param {number} tab @param {boolean} selection @returns {Promise<Outcome>} */
  async #run(tab, selection) {
    const world = this.#world;
    const answering = this.#server();
    // Where the page cannot be read, no server could help: that is told first.
    answering.catch(() => undefined);
    const [{ reading, blocks }, { look }] = await Promise.all([
      this.#read(tab, selection),
      loadPreferences(world.storage),
    ]);
    // A selection is no page that was read.
    const naming = selection ? undefined : world.pageOf?.(tab);
    const [{ server, token }, page] = await Promise.all([answering, naming]);
    // The sheet paints nothing before there are marks, so it need not wait for them.
    const styles = world.addMarkStyles(tab, look);
    styles.catch(() => undefined);
    const analysis = await world.analyze(server, token, blocks, page).catch(async (error) => {
      await styles.then(() => world.removeMarkStyles(tab)).catch(() => undefined);
      throw error;
    });
    await onPage(styles);
    const mayMark = analysis.status === "scored" || selection;
    if (!mayMark) await onPage(world.removeMarkStyles(tab));
    /** @type {PageState} */
    const state = await this.#ask(tab, { kind: "paint", reading, analysis, look });
    // The reader sees marks now: the next press is for taking them away.
    this.#underWay.delete(tab);
    await world.told?.(tab, state);
    // The rest of a long page comes in parts; nobody waits for it.
    if (state.waiting > 0) void this.#rest(tab).catch(() => undefined);
    return { did: mayMark ? "marked" : "abstained", state };
  }

  /** @param {number} tab @returns {Promise<void>} a second call joins the first */
  #rest(tab) {
    const running = this.#rests.get(tab);
    if (running) return running;
    const rest = this.#score(tab).finally(() => this.#rests.delete(tab));
    this.#rests.set(tab, rest);
    return rest;
  }

  /**
   * Score what a page still waits for, part by part, until it has nothing more or
   * is left.
   *
   * @param {number} tab
   */
  async #score(tab) {
    const world = this.#world;
    /** @type {{server: string, token: string} | undefined} */
    let settings;
    let hasFrameStyles = false;
    for (;;) {
      /** @type {PageReading} */
      const { reading, blocks, frames } = await this.#ask(tab, { kind: "next" });
      if (blocks.length === 0) return;
      settings ??= await this.#server();
      const page = await world.pageOf?.(tab);
      const analysis = await world.analyze(settings.server, settings.token, blocks, page);
      const { look } = await loadPreferences(world.storage);
      // A frame that came later has no style sheet yet.
      if (frames > 0 && !hasFrameStyles) {
        hasFrameStyles = true;
        await world.removeMarkStyles(tab);
        await world.addMarkStyles(tab, look);
      }
      const state = await this.#ask(tab, { kind: "paint", reading, analysis, look });
      await world.told?.(tab, state);
    }
  }

  /** @param {number} tab @param {boolean} selection @returns {Promise<PageReading>} */
  async #read(tab, selection) {
    await enter(tab, this.#world);
    /** @type {PageReading} */
    const reading = await this.#ask(tab, { kind: "read", selection });
    const barrier = barrierOfType(reading.contentType);
    if (barrier) throw new ReaderError("page_unreadable", barrier);
    if (reading.empty) throw new ReaderError("no_text");
    return reading;
  }

  /** @returns {Promise<Required<Settings>>} a server that answers, and the token */
  async #server() {
    const world = this.#world;
    if (!(await world.hasHostPermission())) throw new ReaderError("no_permission");
    const { server, token } = await loadSettings(world.storage);
    await world.checkHealth(server);
    if (!token) throw new ReaderError("not_paired");
    return { server, token };
  }

  /** @param {number} tab @returns {Promise<PageState | undefined>} */
  async #state(tab) {
    // Without a content script, nobody answers: nothing has been marked yet.
    const state = await this.#world.askPage(tab, { kind: "state" }).catch(() => undefined);
    return state ?? undefined;
  }

  /** @param {number} tab @param {PageRequest} request @returns {Promise<any>} */
  async #ask(tab, request) {
    const answer = await onPage(this.#world.askPage(tab, request));
    if (answer === undefined || answer === null) throw new ReaderError("page_gone");
    return answer;
  }
}

/**
 * Wait for what is done to the page. It was let in there already, so that where it fails
 * now, the page has been left.
 *
 * @template T
 * @param {Promise<T>} done
 * @returns {Promise<T>}
 */
async function onPage(done) {
  try {
    return await done;
  } catch (cause) {
    throw new ReaderError("page_gone", undefined, { cause });
  }
}
