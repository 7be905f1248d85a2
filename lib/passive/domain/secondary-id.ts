import { jsonKinds, type JsonTape } from './json-tape.ts';
import type { ObjectShape } from './object-shape.ts';

/** Longest secondary identifier kept, in characters. */
export const maxSecondaryIdLength = 1024;

/** Which member tells points of one type apart (passive-data-kit.md, section 4). */
const secondaryMembers: Readonly<Record<string, string>> = {
  'pdk-app-event': 'event_name',
  'pdk-device-battery': 'status',
  'pdk-location': 'status',
  'pdk-foreground-application': 'application',
  'pdk-screen-state': 'state',
  'pdk-phone-calls': 'type',
  'pdk-text-messages': 'direction',
  'pdk-notification-events': 'action',
  'pdk-usage-stats': 'event_type',
  'pdk-usage-event': 'event_type',
  'pdk-geofences': 'transition',
  'pdk-withings-device': 'datastream',
  'pdk-withings': 'datastream',
  'pdk-nokia-health': 'datastream',
  'pdk-bluetooth-devices': 'device_class',
  'pdk-google-fit': 'reading-type',
  'pdk-fitbit': 'fitbit_type',
  'pdk-mitmproxy-visit': 'host',
};

/** A point's secondary identifier; null when its type has none or the member is absent. */
export function readSecondaryId(
  type: string,
  point: { readonly tape: JsonTape; readonly shape: ObjectShape; readonly values: readonly number[] },
): string | null {
  if (type === 'pdk-voice-activity') return readVoice(point);
  const member = Object.hasOwn(secondaryMembers, type) ? secondaryMembers[type] : undefined;
  const position = member === undefined ? -1 : point.shape.positionOf(member);
  if (position < 0) return null;
  const value = point.values[position] as number;
  if (point.tape.kind(value) === jsonKinds.null) return null;
  const text = point.tape.stringValue(value) ?? point.tape.text(value);
  return text.slice(0, maxSecondaryIdLength).toWellFormed();
}

function readVoice(point: Parameters<typeof readSecondaryId>[1]): string {
  const position = point.shape.positionOf('voices_present');
  if (position < 0) return 'unknown';
  const kind = point.tape.kind(point.values[position] as number);
  if (kind === jsonKinds.true) return 'present';
  return kind === jsonKinds.false ? 'not-present' : 'unknown';
}
