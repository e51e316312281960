/**
 * Do long work in slices, so that the page goes on answering its reader.
 */

// A browser counts a task as long from 50 ms; half of it leaves room for what
// the page itself does.
export const SLICE_MS = 16;

export class Slices {
  #end = 0;
  #now;

  /** @param {() => number} [now] milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#end = now() + SLICE_MS;
  }

  /** Whether it is time to let others work. */
  get isOver() {
    return this.#now() >= this.#end;
  }

  /** Let others work, where it is time to. */
  async breathe() {
    if (!this.isOver) return;
    await pause();
    this.#end = this.#now() + SLICE_MS;
  }
}

/**
 * Run a generator in slices.
 *
 * @template T
 * @param {Generator<unknown, T>} work yields as often as it can be interrupted
 * @param {Slices} [slices]
 * @returns {Promise<T>} what the generator returns
 */
export async function inSlices(work, slices = new Slices()) {
  for (;;) {
    const step = work.next();
    // After the last slice, too: what is made of it begins with time of its own.
    if (slices.isOver) await slices.breathe();
    if (step.done) return step.value;
  }
}

/**
 * Run a generator to its end at once.
 *
 * @template T
 * @param {Generator<unknown, T>} work
 * @returns {T}
 */
export function atOnce(work) {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** @returns {Promise<void>} in a task of its own, which a timer would put off by 4 ms */
function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
