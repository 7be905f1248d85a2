import type { Database } from '#lib/platform/db/database.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { selectRoomInstallations } from '../data/inventory/devices.sql.ts';
import { type InventoryReader, wholeList } from '../data/inventory/inventory-query.ts';
import {
  type AirQuality,
  assessAirQuality,
  type Combination,
  type NodeAir,
} from '../domain/air-quality/air-quality.ts';
import { assessLegacy, type LegacyAirQuality } from '../domain/air-quality/legacy-air-quality.ts';
import { localCalendar } from '../domain/air-quality/slot-metrics.ts';
import { type AirQualityThresholds, type Co2Sample, usualThresholds } from '../domain/air-quality/thresholds.ts';
import type { Room, RoomInstallation } from '../domain/inventory/places.ts';
import { readSamples } from './read-samples.ts';

export interface RoomAirOrder {
  readonly reader: InventoryReader;
  readonly room: Room;
  /** YYYY-MM; null: the 30 whole days before today. */
  readonly month: string | null;
  readonly now: Date;
}

/** The range that was judged: `[from, to)`. */
export interface JudgedRange {
  readonly from: Date;
  readonly to: Date;
}

export interface RoomAir extends JudgedRange {
  readonly quality: AirQuality;
  readonly timeZone: string;
  readonly thresholds: AirQualityThresholds;
  readonly nodeIds: readonly string[];
  /** Each node by itself, when that was asked for. */
  readonly byNode: readonly { readonly nodeId: string; readonly quality: AirQuality }[];
}

interface CombinedOrder {
  readonly combination: Combination;
  /** Each node is judged by itself too. */
  readonly isByNode?: boolean;
}

/** Days that are judged when no month is asked for. */
const usualDays = 30;
/** The one zone that the replaced server knew. */
const legacyZone = 'Europe/Berlin';

/**
 * How good the air of a room was, by the calendar of its site, from what the reader may see: nothing measured is an
 * answer too. The caller has found the room with the same reader.
 */
export async function assessRoom(
  db: Database,
  { combination, isByNode = false, ...order }: RoomAirOrder & CombinedOrder,
): Promise<RoomAir> {
  const { timeZone } = order.room;
  const clock = new ZoneClock(timeZone);
  const range = order.month === null ? pastDays(order.now, clock) : localMonth(order.month, clock);
  const installations = await installationsIn(db, order, range);
  // Neighbours beyond the ends of the range are on the line too.
  const marginMs = usualThresholds.gapS * 1000;
  const nodes: NodeAir[] = [];
  for (const [nodeId, stays] of Map.groupBy(installations, (one) => one.nodeId)) {
    const from = new Date(range.from.getTime() - marginMs);
    const to = new Date(range.to.getTime() + marginMs);
    const { organizationId } = order.room;
    const samples = await co2Of(db, { organizationId, nodeId, from, to });
    const times = stays.map(({ fromAt, toAt }) => ({ fromMs: fromAt.getTime(), toMs: toAt?.getTime() ?? null }));
    nodes.push({ nodeId, samples, stays: times });
  }
  const whole = { fromMs: range.from.getTime(), toMs: range.to.getTime() };
  const rules = { ...whole, clock, thresholds: usualThresholds, combination };
  const quality = assessAirQuality(nodes, rules);
  const alone = isByNode ? nodes : [];
  const byNode = alone.map((node) => ({ nodeId: node.nodeId, quality: assessAirQuality([node], rules) }));
  const nodeIds = nodes.map(({ nodeId }) => nodeId);
  return { ...range, quality, timeZone, thresholds: usualThresholds, nodeIds, byNode };
}

export interface LegacyRoomAir extends JudgedRange {
  /** Null: nothing was measured. */
  readonly quality: LegacyAirQuality | null;
}

/**
 * The numbers of the replaced server: a month of UTC on Berlin's calendar, samples of a node from before and behind its
 * stay (managair.md 8.1). Errors: `not_found` (no installation, or several at once).
 */
export async function assessRoomAsBefore(db: Database, order: RoomAirOrder): Promise<LegacyRoomAir> {
  const clock = new ZoneClock(legacyZone);
  const range = order.month === null ? pastDays(order.now, clock) : monthIn(order.month, new ZoneClock('UTC'));
  const found = await installationsIn(db, order, range);
  const installations = found.toSorted((a, b) => a.fromAt.getTime() - b.fromAt.getTime());
  if (installations.length === 0) throw new Problem('not_found', { detail: 'Nothing was installed in the room then.' });
  const isCrossed = installations.some(({ fromAt }, index) => {
    const before = installations[index - 1];
    return before !== undefined && (before.toAt === null || before.toAt > fromAt);
  });
  if (isCrossed) throw new Problem('not_found', { detail: 'Several installations were active in the room at once.' });
  const samples: Co2Sample[] = [];
  const { organizationId } = order.room;
  // The end is included, as seconds are there.
  const to = new Date(range.to.getTime() + 1000);
  for (const nodeId of new Set(installations.map((one) => one.nodeId))) {
    samples.push(...(await co2Of(db, { organizationId, nodeId, from: range.from, to })));
  }
  samples.sort((a, b) => a.atMs - b.atMs);
  return { ...range, quality: assessLegacy(samples, clock) };
}

async function installationsIn(
  db: Database,
  { reader, room }: RoomAirOrder,
  { from, to }: JudgedRange,
): Promise<RoomInstallation[]> {
  const page = await selectRoomInstallations(db, reader, { ...wholeList, room: room.legacyId });
  return page.rows
    .map(({ row }) => row)
    .filter(({ fromAt, toAt }) => fromAt < to && (toAt === null || toAt > from))
    .filter(({ isPublic, organizationId }) => isPublic || reader.series.includes(organizationId));
}

async function co2Of(db: Database, span: Parameters<typeof readSamples>[1]): Promise<Co2Sample[]> {
  const samples = await readSamples(db, span);
  return samples.flatMap(({ observedAt, co2Ppm, quality }) => {
    return co2Ppm === null || quality === 'E' ? [] : [{ atMs: observedAt.getTime(), ppm: co2Ppm }];
  });
}

function pastDays(now: Date, clock: ZoneClock): JudgedRange {
  const today = localCalendar(now.getTime(), clock).date;
  const first = new Date(`${today}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() - usualDays);
  return { from: clock.startOfDay(first.toISOString().slice(0, 10)), to: clock.startOfDay(today) };
}

/** Errors: `input_invalid`. */
function localMonth(month: string, clock: ZoneClock): JudgedRange {
  return monthIn(month, clock);
}

function monthIn(month: string, clock: ZoneClock): JudgedRange {
  const [, year = '', number = ''] = /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === '' || year === '9999')
    throw new Problem('input_invalid', { detail: `"${month.slice(0, 20)}" is no month: write it as 2026-11.` });
  const next =
    Number(number) === 12
      ? `${String(Number(year) + 1).padStart(4, '0')}-01`
      : `${year}-${String(Number(number) + 1).padStart(2, '0')}`;
  return { from: clock.startOfDay(`${month}-01`), to: clock.startOfDay(`${next}-01`) };
}
