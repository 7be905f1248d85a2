import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';

const surveys = ['morning-mood', 'evening-activity', 'water-use'];

/** `pdk-app-event`: the study app is opened a few times a day, now and then a survey is answered. */
export function* readAppEvents(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('events', plan.day);
  for (const session of plan.sessions) {
    if (!random.chance(0.18)) continue;
    yield event(session.startsAtMs + 900, 'opened', { screen: random.pick(['home', 'survey', 'settings']) });
    if (random.chance(0.4)) {
      yield event(session.startsAtMs + 61_000, 'survey-completed', {
        survey: random.pick(surveys),
        questions: random.whole(4, 18),
        duration_s: random.whole(35, 210),
      });
    }
    yield event(session.endsAtMs - 300, 'closed');
  }
}

function event(at: number, name: string, details?: object): Reading {
  const properties = { event_name: name, ...(details ? { event_details: details } : {}), observed: at };
  return { typeId: 'pdk-app-event', at: new Date(at), properties };
}
