/** What an action, a rule or the leak engine must not do; the architecture test proves on it that it would notice. */
export function impure(): unknown[] {
  return [Date.now(), Math.random(), new Date(), performance.now(), new Date(0)];
}
