/**
 * Presses of the toolbar button. The press starts at once, before the popup is there;
 * what came of it is kept until the popup asks.
 *
 * @import { Outcome } from "../shared/types.js"
 * @import { Runs } from "./runs.js"
 */
export class Presses {
  #runs;
  /** @type {Map<number, Promise<Outcome>>} by tab */
  #untold = new Map();

  /** @param {Pick<Runs, "press" | "lookAt">} runs */
  constructor(runs) {
    this.#runs = runs;
  }

  /** @param {number} tab */
  press(tab) {
    const outcome = this.#runs.press(tab);
    // The browser may refuse to open the popup; then nobody asks.
    outcome.catch(() => undefined);
    this.#untold.set(tab, outcome);
  }

  /**
   * What came of the last press in a tab, told once; after that, the page as it is.
   *
   * @param {number} tab
   * @returns {Promise<Outcome>}
   * @throws {ReaderError} what the press failed with
   */
  outcome(tab) {
    const outcome = this.#untold.get(tab);
    this.#untold.delete(tab);
    return outcome ?? this.#runs.lookAt(tab);
  }
}
