import type { Participant } from './participant.ts';
import { toPoint, type Reading, type SimulatedPoint } from './point.ts';
import { planDay } from './day-plan.ts';
import { readAppEvents } from './streams/app-event.ts';
import { readBattery } from './streams/battery.ts';
import { readForegroundApplication } from './streams/foreground-application.ts';
import { readLocation } from './streams/location.ts';
import { readScreenState } from './streams/screen-state.ts';
import { readSystemStatus } from './streams/system-status.ts';
import type { DayPlan } from './day-plan.ts';

const dayMs = 86_400_000;

type Stream = (participant: Participant, plan: DayPlan) => Iterable<Reading>;

const streamsOf: Readonly<Record<Participant['platform'], readonly Stream[]>> = {
  android: [readBattery, readLocation, readAppEvents, readSystemStatus, readForegroundApplication, readScreenState],
  // iOS lets no app see the screen or other apps; a browser knows neither battery nor place.
  ios: [readBattery, readLocation, readAppEvents, readSystemStatus],
  browser: [readAppEvents, readSystemStatus],
};

/** Everything the participant's device records in [from, to), oldest first. The same range gives the same points. */
export function pointsBetween(participant: Participant, from: Date, to: Date): SimulatedPoint[] {
  // A local day begins up to 14 h before and ends up to 12 h after the UTC day of the same number.
  const firstDay = Math.floor(from.getTime() / dayMs) - 1;
  const lastDay = Math.floor(to.getTime() / dayMs) + 1;
  const readings: Reading[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    const plan = planDay(participant, day);
    if (plan.endsAtMs <= from.getTime() || plan.startsAtMs >= to.getTime()) continue;
    for (const stream of streamsOf[participant.platform]) readings.push(...stream(participant, plan));
  }
  return readings
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((reading) => toPoint(participant, reading));
}
