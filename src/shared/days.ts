/** Whole days since 1970-01-01, which is how calendar days are counted in arrays; `2024-03-05` is how they are written. */
const dayMs = 86_400_000;

export function dayOfDate(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
}

export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The calendar day that it is in a time zone at an instant. */
export function dayInZone(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
  return dayOfDate(parts);
}
