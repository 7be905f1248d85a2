import type { DayPlan } from '../day-plan.ts';
import type { Participant } from '../participant.ts';
import type { Reading } from '../point.ts';

const everyMs = 60 * 60_000;

/** `pdk-system-status`, hourly: storage fills up over weeks and is cleared now and then; sizes in bytes. */
export function* readSystemStatus(participant: Participant, plan: DayPlan): Generator<Reading> {
  const random = participant.randomOf('status', plan.day);
  const phaseMs = random.whole(0, everyMs - 1);
  const total = participant.storageTotalBytes;
  for (let at = plan.startsAtMs + phaseMs; at < plan.endsAtMs; at += everyMs) {
    const fillShare = 0.35 + 0.5 * ((((plan.day % 45) * 24 + (at - plan.startsAtMs) / everyMs) / (45 * 24)) % 1);
    const available = Math.round(total * (1 - fillShare) - random.between(0, 40_000_000));
    yield {
      typeId: 'pdk-system-status',
      at: new Date(at),
      properties: describe(participant, { at, total, available, upMs: at - plan.startsAtMs + phaseMs }),
    };
  }
}

function describe(
  participant: Participant,
  {
    at,
    total,
    available,
    upMs,
  }: { readonly at: number; readonly total: number; readonly available: number; readonly upMs: number },
): Record<string, unknown> {
  if (participant.platform === 'browser') {
    return {
      'pending-points': Math.round(upMs / 3_600_000) % 7,
      'cpu-info': { archName: 'x86_64', numOfProcessors: 8 },
      'memory-info': { capacity: 16_566_403_072, availableCapacity: 7_100_000_000 },
      'local-storage-bytes': 48_213,
    };
  }
  const app = 48_000_000;
  const storage = {
    storage_total: total,
    storage_available: available,
    storage_app: app,
    storage_other: total - available - app,
    storage_path: '/data',
  };
  if (participant.platform === 'ios') return { runtime: Math.round(upMs / 1000), ...storage };
  return {
    observed: at,
    runtime: upMs,
    system_runtime: upMs + 5 * 86_400_000,
    ...storage,
    pending_transmissions: Math.round(upMs / 600_000) % 5,
    gps_enabled: true,
    network_enabled: true,
    has_app_usage_permission: true,
    ignores_battery_optimization: true,
    granted_permissions: ['ACCESS_FINE_LOCATION', 'PACKAGE_USAGE_STATS'],
    missing_permissions: [],
    remote_options: {},
  };
}
