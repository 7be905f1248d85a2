import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';
import type { Random } from '../random.ts';
import { toLonLat, type GridPosition } from '../town.ts';

const restEveryMs = 8 * 60_000;
const walkEveryMs = 30_000;

/** `pdk-location`: rests at home, work and elsewhere, and walks between them along the streets of the town. */
export function* readLocation(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('location', plan.day);
  let at = plan.startsAtMs + random.whole(0, restEveryMs - 1);
  let place = participant.home;
  for (const trip of planTrips(participant, plan, random)) {
    for (; at < trip.leavesAtMs; at += restEveryMs) yield rest(participant, place, at, random);
    const speedMps = random.between(1.1, 1.6);
    for (const step of walk(place, trip.to, speedMps * (walkEveryMs / 1000))) {
      yield fix(participant, { ...step, speedMps, accuracyM: random.between(3, 9) }, at, random);
      at += walkEveryMs;
    }
    place = trip.to;
  }
  for (; at < plan.endsAtMs; at += restEveryMs) yield rest(participant, place, at, random);
}

interface Trip {
  readonly leavesAtMs: number;
  readonly to: GridPosition;
}

function planTrips(participant: Participant, plan: DayPlan, random: Random): Trip[] {
  const hour = 3_600_000;
  const leavesAtMs = plan.wakesAtMs + random.between(0.8, 1.6) * hour;
  if (!plan.isWorkday) {
    const outAtMs = leavesAtMs + random.between(2, 5) * hour;
    return [
      { leavesAtMs: outAtMs, to: participant.leisure },
      { leavesAtMs: outAtMs + random.between(1.5, 3) * hour, to: participant.home },
    ];
  }
  const doneAtMs = leavesAtMs + random.between(7, 8.5) * hour;
  const detour = random.chance(0.4) ? [{ leavesAtMs: doneAtMs, to: participant.leisure }] : [];
  const homeAtMs = detour.length > 0 ? doneAtMs + random.between(1.2, 2) * hour : doneAtMs;
  return [{ leavesAtMs, to: participant.work }, ...detour, { leavesAtMs: homeAtMs, to: participant.home }];
}

interface Step {
  readonly position: GridPosition;
  /** Degrees clockwise from the main street. */
  readonly headingDeg: number;
}

/** First along, then across: round one corner, as streets make one do. */
function* walk(from: GridPosition, to: GridPosition, strideM: number): Generator<Step> {
  const alongM = to.alongM - from.alongM;
  const acrossM = to.acrossM - from.acrossM;
  const totalM = Math.abs(alongM) + Math.abs(acrossM);
  for (let doneM = 0; doneM <= totalM; doneM += strideM) {
    const firstM = Math.min(doneM, Math.abs(alongM));
    const secondM = Math.max(0, doneM - Math.abs(alongM));
    yield {
      position: {
        alongM: from.alongM + Math.sign(alongM) * firstM,
        acrossM: from.acrossM + Math.sign(acrossM) * secondM,
      },
      headingDeg: secondM > 0 ? (acrossM > 0 ? 90 : 270) : alongM > 0 ? 0 : 180,
    };
  }
}

function rest(participant: Participant, position: GridPosition, at: number, random: Random): Reading {
  return fix(participant, { position, headingDeg: 0, speedMps: 0, accuracyM: random.between(11, 42) }, at, random);
}

interface Fix extends Step {
  readonly speedMps: number;
  readonly accuracyM: number;
}

function fix(
  participant: Participant,
  { position, headingDeg, speedMps, accuracyM }: Fix,
  at: number,
  random: Random,
): Reading {
  const { town } = participant;
  const [lon, lat] = toLonLat(town, {
    alongM: position.alongM + random.around(accuracyM / 3),
    acrossM: position.acrossM + random.around(accuracyM / 3),
  });
  const longitude = round(lon, 7);
  const latitude = round(lat, 7);
  const common = {
    latitude,
    longitude,
    altitude: round(town.altitudeM + random.around(4), 1),
    accuracy: round(accuracyM, 1),
    speed: round(Math.max(0, speedMps + (speedMps > 0 ? random.around(0.15) : 0)), 2),
    bearing: (town.streetBearingDeg + headingDeg) % 360,
  };
  const properties =
    participant.platform === 'ios'
      ? { ...common, 'altitude-accuracy': 6, auth_status: 'always' }
      : {
          observed: at,
          ...common,
          provider: speedMps > 0 ? 'gps' : 'fused',
          location_timestamp: at - random.whole(20, 900),
          mock_locations_enabled: false,
        };
  return { typeId: 'pdk-location', at: new Date(at), properties, position: [longitude, latitude] };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
