/** Months of the civil calendar in days since 1970-01-01, without a time zone to go wrong. */

/** `2024-03` for a day. */
export function monthOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 7);
}

/** First days of the months that `[from, to)` touches, the first cut to `from`; ends with `to`. */
export function monthStarts(from: number, to: number): number[] {
  const starts: number[] = [];
  for (let day = from; day < to;) {
    starts.push(day);
    const date = new Date(day * 86_400_000);
    day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000;
  }
  starts.push(to);
  return starts;
}
