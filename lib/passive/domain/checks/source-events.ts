import { idOf, type PlacedPoint } from '../placed-point.ts';

/** Type whose secondary id is the name of an event. */
const eventType = 'pdk-app-event';

/** Events that carry a push token (passive-data-kit.md, 1.13). */
export const tokenEvents = { fcm: 'pdk-firebase-token', apns: 'pdk-ios-device-token' } as const;

/** Which events are kept: points of the type whose secondary id is one of the names, or begins with the prefix. */
export const trackedEvents = {
  type: eventType,
  names: [...Object.values(tokenEvents), 'pdk-received-firebase-message', 'app_recv_remote_notification'],
  prefix: 'pdk-web-',
} as const;
const tracked: ReadonlySet<string> = new Set(trackedEvents.names);

/** The newest point of each tracked event of each source of a batch, in the order of source and event. */
export function newestEvents(points: readonly PlacedPoint[]): PlacedPoint[] {
  const newest = new Map<string, PlacedPoint>();
  for (const placed of points) {
    const { point, pair } = placed;
    const event = point.secondaryId;
    if (event === null || pair.type.identifier !== eventType) continue;
    if (!tracked.has(event) && !event.startsWith(trackedEvents.prefix)) continue;
    const key = `${pair.source.organizationId}/${idOf(pair.source)}/${event}`;
    const known = newest.get(key);
    if (!known || known.point.createdAtUs <= point.createdAtUs) newest.set(key, placed);
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, placed]) => placed);
}
