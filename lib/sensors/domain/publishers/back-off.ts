/** The wait after each failed attempt, in minutes: a day in all. */
const waitsMinutes = [1, 2, 5, 15, 45, 120, 240, 480, 540] as const;
const minuteMs = 60_000;

/** When something is tried again after its `attempts`-th failure; null: it is given up, until a person tries again. */
export function nextPublication(attempts: number, now: Date): Date | null {
  const wait = waitsMinutes[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait * minuteMs);
}
