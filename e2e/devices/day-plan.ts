import type { App, Participant } from './participant.ts';
import type { Random } from './random.ts';
import { zoneOffsetS } from './town.ts';

/** A stretch of screen use. Instants are Unix milliseconds, ranges half-open. */
export interface ScreenSession {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly uses: readonly { readonly app: App; readonly startsAtMs: number; readonly durationMs: number }[];
}

/** One local day of a participant: what every stream agrees on. */
export interface DayPlan {
  /** Number of the local calendar day since 1970-01-01. */
  readonly day: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly wakesAtMs: number;
  readonly sleepsAtMs: number;
  readonly isWorkday: boolean;
  readonly sessions: readonly ScreenSession[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lays out one local day. Days of a clock change are treated as of 24 hours: a make-believe life may do so. */
export function planDay(participant: Participant, day: number): DayPlan {
  const random = participant.randomOf('plan', day);
  const noonUtc = new Date(day * dayMs + dayMs / 2);
  const startsAtMs = day * dayMs - zoneOffsetS(participant.town.timezone, noonUtc) * 1000;
  const wakesAtMs = Math.round(startsAtMs + (participant.wakesAtHour + random.around(0.3)) * hourMs);
  const sleepsAtMs = Math.round(startsAtMs + Math.min(23.9, participant.sleepsAtHour + random.around(0.3)) * hourMs);
  const weekday = (day + 4) % 7;
  return {
    day,
    startsAtMs,
    endsAtMs: startsAtMs + dayMs,
    wakesAtMs,
    sleepsAtMs,
    isWorkday: weekday !== 0 && weekday !== 6,
    sessions: planSessions(participant, random, { wakesAtMs, sleepsAtMs }),
  };
}

function planSessions(
  participant: Participant,
  random: Random,
  { wakesAtMs, sleepsAtMs }: { readonly wakesAtMs: number; readonly sleepsAtMs: number },
): ScreenSession[] {
  const sessions: ScreenSession[] = [];
  let cursor = wakesAtMs + random.between(0.5, 4) * 60_000;
  while (cursor < sleepsAtMs) {
    // Use gathers in the evening: gaps shrink as the day goes on.
    const share = (cursor - wakesAtMs) / (sleepsAtMs - wakesAtMs);
    const session = planSession(participant, random, cursor);
    sessions.push(session);
    cursor = session.endsAtMs + random.between(3, 34 - 16 * share) * 60_000;
  }
  return sessions;
}

function planSession(participant: Participant, random: Random, fromMs: number): ScreenSession {
  const startsAtMs = Math.round(fromMs);
  const uses: { app: App; startsAtMs: number; durationMs: number }[] = [];
  let cursor = startsAtMs + Math.round(random.between(600, 2500));
  const count = random.whole(1, 4);
  for (let index = 0; index < count; index += 1) {
    const durationMs = Math.round(Math.min(15 * 60_000, 8_000 + Math.exp(random.between(1, 6.3)) * 1_000));
    uses.push({ app: pickApp(participant.apps, random), startsAtMs: cursor, durationMs });
    cursor += durationMs + Math.round(random.between(300, 1500));
  }
  return { startsAtMs, endsAtMs: cursor, uses };
}

function pickApp(apps: readonly App[], random: Random): App {
  let left = random.between(
    0,
    apps.reduce((sum, app) => sum + app.weight, 0),
  );
  return apps.find((app) => (left -= app.weight) < 0) ?? random.pick(apps);
}
