import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';

const everyMs = 10 * 60_000;
const chargePctPerHour = 38;

/**
 * `pdk-device-battery`: drains by day (faster while the screen is on), charges by night; level in whole percent,
 * temperature in tenths of a degree Celsius, voltage in mV.
 */
export function* readBattery(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('battery', plan.day);
  const phaseMs = random.whole(0, everyMs - 1);
  const noonTopUp = random.chance(0.35);
  // Every day begins as the one before ended at its earliest: full by morning either way.
  let levelPct = 55 + random.between(-12, 12);
  for (let at = plan.startsAtMs + phaseMs; at < plan.endsAtMs; at += everyMs) {
    const asleep = at < plan.wakesAtMs || at > plan.sleepsAtMs;
    const hour = (at - plan.startsAtMs) / 3_600_000;
    const isPlugged = asleep || (noonTopUp && hour > 12.5 && hour < 13.4);
    const hours = everyMs / 3_600_000;
    levelPct = isPlugged
      ? Math.min(100, levelPct + chargePctPerHour * hours)
      : Math.max(3, levelPct - hours * (participant.idleDrainPct + screenShare(plan, at) * participant.screenDrainPct));
    yield {
      typeId: 'pdk-device-battery',
      at: new Date(at),
      properties: describe(participant, { at, levelPct, isPlugged }, random),
    };
  }
}

function screenShare(plan: DayPlan, at: number): number {
  const usedMs = plan.sessions.reduce(
    (sum, session) => sum + Math.max(0, Math.min(session.endsAtMs, at) - Math.max(session.startsAtMs, at - everyMs)),
    0,
  );
  return usedMs / everyMs;
}

function describe(
  participant: Participant,
  state: { readonly at: number; readonly levelPct: number; readonly isPlugged: boolean },
  random: { around(deviation: number): number },
): Record<string, unknown> {
  const level = Math.round(state.levelPct);
  const status = state.isPlugged ? (level === 100 ? 'full' : 'charging') : 'discharging';
  if (participant.platform === 'ios') return { level, status };
  return {
    observed: state.at,
    health: 'good',
    level,
    plugged: state.isPlugged ? 'ac' : 'unknown',
    present: true,
    scale: 100,
    status,
    technology: 'Li-ion',
    temperature: Math.round(262 + (state.isPlugged ? 35 : 0) + random.around(8)),
    voltage: Math.round(3550 + level * 7.6 + random.around(12)),
  };
}
