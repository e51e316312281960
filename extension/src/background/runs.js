/**
 * What happens to a tab: read, score, mark, unmark. Keeps nothing but the runs
 * that are under way; what is known of a page lives in the page.
 *
 * @import { Analysis, Block, Outcome, PageReading, PageRequest, PageState,
 *   Passage, Settings } from "../shared/types.js"
 * @import { Storage } from "../shared/settings.js"
 */
import { ReaderError } from "../shared/failure.js";
import { barrierOf, barrierOfType } from "./page-access.js";
import { loadSettings } from "../shared/settings.js";

/**
 * @typedef {object} World What a run needs; tests bring their own.
 * @property {Storage} storage
 * @property {() => Promise<boolean>} hasHostPermission
 * @property {(tab: number) => Promise<string>} addressOf
 * @property {(tab: number) => Promise<void>} inject
 * @property {(tab: number, request: PageRequest) => Promise<any>} askPage
 * @property {(tab: number) => Promise<void>} addMarkStyles
 * @property {(tab: number) => Promise<void>} removeMarkStyles
 * @property {(server: string) => Promise<void>} checkHealth
 * @property {(server: string, token: string, blocks: Block[]) => Promise<Analysis>} analyze
 */

export class Runs {
  #world;
  /** @type {Map<number, Promise<Outcome>>} by tab */
  #underWay = new Map();

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * The toolbar button: take marks away where there are any, mark otherwise.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   */
  async press(tab) {
    const running = this.#underWay.get(tab);
    if (running) return running;
    const state = await this.#state(tab);
    return state?.marked ? this.unmark(tab) : this.again(tab);
  }

  /**
   * Read and score the page anew and mark it. A second call joins the first.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   */
  again(tab) {
    const running = this.#underWay.get(tab);
    if (running) return running;
    const run = this.#run(tab).finally(() => this.#underWay.delete(tab));
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
    await this.#world.addMarkStyles(tab);
    /** @type {PageState} */
    const repainted = await this.#ask(tab, { kind: "repaint" });
    // All of the text has been replaced since, as in an app of one page.
    if (!repainted.marked) return this.again(tab);
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
    return { did: "unmarked", state };
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

  /** @param {number} tab @returns {Promise<Outcome>} */
  async #run(tab) {
    const world = this.#world;
    // The page is read first: where it cannot be, no server could help.
    const { reading, blocks } = await this.#read(tab);
    const { server, token } = await this.#server();
    const analysis = await world.analyze(server, token, blocks);
    if (analysis.status === "scored") await world.addMarkStyles(tab);
    const state = await this.#ask(tab, { kind: "paint", reading, analysis });
    return { did: analysis.status === "scored" ? "marked" : "abstained", state };
  }

  /** @param {number} tab @returns {Promise<PageReading>} */
  async #read(tab) {
    try {
      await this.#world.inject(tab);
    } catch (cause) {
      const address = await this.#world.addressOf(tab).catch(() => "");
      throw new ReaderError("page_unreadable", barrierOf(address), { cause });
    }
    /** @type {PageReading} */
    const reading = await this.#ask(tab, { kind: "read" });
    const barrier = barrierOfType(reading.contentType);
    if (barrier) throw new ReaderError("page_unreadable", barrier);
    if (reading.blocks.length === 0) throw new ReaderError("no_text");
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
    return this.#world.askPage(tab, { kind: "state" }).catch(() => undefined);
  }

  /** @param {number} tab @param {PageRequest} request @returns {Promise<any>} */
  async #ask(tab, request) {
    let answer;
    try {
      answer = await this.#world.askPage(tab, request);
    } catch (cause) {
      throw new ReaderError("page_gone", undefined, { cause });
    }
    if (answer === undefined || answer === null) throw new ReaderError("page_gone");
    return answer;
  }
}
