/**
 * Timers that go off when a test says so. Node's own are another thing in each
 * of its versions.
 */

/** Put fake timers in place; `restore` brings the real ones back. */
export function fakeTimers() {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  /** @type {Map<number, {at: number, every: number | undefined, call: () => void}>} */
  const timers = new Map();
  let now = 0;
  let id = 0;
  const start = (repeats) => (call, delay) => {
    timers.set((id += 1), { at: now + delay, every: repeats ? delay : undefined, call });
    return id;
  };
  const stop = (timer) => void timers.delete(timer);
  Object.assign(globalThis, {
    setTimeout: start(false),
    clearTimeout: stop,
    setInterval: start(true),
    clearInterval: stop,
  });
  return {
    /** @param {number} time in milliseconds */
    tick(time) {
      const until = now + time;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= until);
        if (due.length === 0) break;
        const [first, timer] = due.reduce((one, two) => (two[1].at < one[1].at ? two : one));
        now = timer.at;
        if (timer.every === undefined) timers.delete(first);
        else timer.at += timer.every;
        timer.call();
      }
      now = until;
    },
    restore: () => void Object.assign(globalThis, real),
  };
}
