/**
 * Keep the background alive while it waits. Both browsers stop it about 30
 * seconds into a request that is still pending.
 */

// A call of any extension interface counts as activity.
const BEAT_MS = 20_000;

/**
 * @template T
 * @param {Promise<T>} work
 * @param {() => Promise<unknown>} beat
 * @param {number} [interval] in milliseconds
 * @returns {Promise<T>} what the work gives
 */
export async function awakeDuring(work, beat, interval = BEAT_MS) {
  const timer = setInterval(() => void beat(), interval);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
