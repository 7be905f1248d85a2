import { expect, it } from 'vitest';
import { exportOrderSchema } from './export-order.ts';
import { nextRunAfter, orderOfRun, scheduleDraftSchema } from './schedule.ts';

it.each([
  ['day', 1, 6, 'UTC', '2026-11-29T05:59:00Z', '2026-11-29T06:00:00.000Z'],
  ['day', 1, 6, 'UTC', '2026-11-29T06:00:00Z', '2026-11-30T06:00:00.000Z'],
  ['day', 1, 6, 'Africa/Kampala', '2026-11-29T02:00:00Z', '2026-11-29T03:00:00.000Z'],
  ['day', 1, 2, 'America/New_York', '2026-11-29T05:30:00Z', '2026-11-29T07:00:00.000Z'],
  ['week', 1, 7, 'UTC', '2026-11-29T12:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['week', 7, 7, 'UTC', '2026-11-29T12:00:00Z', '2026-12-06T07:00:00.000Z'],
  ['month', 1, 0, 'UTC', '2026-11-29T12:00:00Z', '2026-12-01T00:00:00.000Z'],
  ['month', 28, 23, 'UTC', '2026-01-28T23:00:00Z', '2026-02-28T23:00:00.000Z'],
] as const)('pdk-35 every %s on %i at %i in %s after %s', (...[every, onDay, hour, zone, after, expected]) => {
  expect(nextRunAfter({ every, onDay, hour }, zone, new Date(after)).toISOString()).toBe(expected);
});

it('pdk-35 a run is never skipped and never doubled where clocks change', () => {
  // Europe/Berlin sets its clocks forward on 2026-03-29 at 02:00 and back on 2026-10-25 at 03:00.
  for (const start of ['2026-03-27T12:00:00Z', '2026-10-23T12:00:00Z']) {
    const days = new Set<string>();
    let at = new Date(start);
    for (let turn = 0; turn < 5; turn += 1) {
      at = nextRunAfter({ every: 'day', onDay: 1, hour: 2 }, 'Europe/Berlin', at);
      days.add(at.toISOString().slice(0, 10));
    }
    expect(days.size).toBe(5);
  }
});

const order = exportOrderSchema.parse({ timeZone: 'Africa/Kampala', from: '2020-01-01', to: '2020-01-02' });

it.each([
  ['day', '2026-11-29T22:00:00Z', '2026-11-29', '2026-11-29'],
  ['week', '2026-11-29T05:00:00Z', '2026-11-16', '2026-11-22'],
  ['week', '2026-11-30T05:00:00Z', '2026-11-23', '2026-11-29'],
  ['month', '2026-03-01T05:00:00Z', '2026-02-01', '2026-02-28'],
  ['month', '2027-01-15T05:00:00Z', '2026-12-01', '2026-12-31'],
] as const)('pdk-35 a run every %s at %s is about %s to %s', (every, at, from, to) => {
  expect(orderOfRun(order, { every, covers: 'period' }, new Date(at))).toMatchObject({ from, to });
});

it('pdk-35 everything means no days at all, whatever the order said', () => {
  const given = orderOfRun(order, { every: 'day', covers: 'all' }, new Date('2026-11-29T05:00:00Z'));
  expect(given).toMatchObject({ from: null, to: null, timeZone: 'Africa/Kampala' });
});

it('pdk-35 a rhythm that no calendar has is refused', () => {
  const draft = { study: 's', name: 'x', order: {}, every: 'week', hour: 3, onDay: 8, covers: 'all' };
  expect(scheduleDraftSchema.safeParse(draft).success).toBe(false);
  expect(scheduleDraftSchema.safeParse({ ...draft, onDay: 7 }).success).toBe(true);
});
