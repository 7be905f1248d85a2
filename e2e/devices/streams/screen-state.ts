import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';

/** `pdk-screen-state`: on and off around each session; some phones doze in between. */
export function* readScreenState(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('screen', plan.day);
  const dozes = random.chance(0.5);
  for (const session of plan.sessions) {
    yield screen(session.startsAtMs, 'on');
    yield screen(session.endsAtMs, 'off');
    if (dozes) yield screen(session.endsAtMs + 5_000, 'doze');
  }
}

function screen(at: number, state: 'on' | 'off' | 'doze'): Reading {
  return { typeId: 'pdk-screen-state', at: new Date(at), properties: { state, observed: at } };
}
