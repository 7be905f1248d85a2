import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';

/** `pdk-foreground-application`: one reading for each app used in a session; durations in ms. */
export function* readForegroundApplication(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('foreground', plan.day);
  for (const session of plan.sessions) {
    for (const { app, startsAtMs, durationMs } of session.uses) {
      yield {
        typeId: 'pdk-foreground-application',
        at: new Date(startsAtMs),
        properties: {
          application: app.package,
          category: app.category,
          duration: durationMs,
          screen_active: true,
          is_home: false,
          running_app_count: random.whole(3, 11),
          display_state: 'on',
          observed: startsAtMs,
        },
      };
    }
  }
}
