import {
  assessRoom,
  assessRoomAsBefore,
  combinations,
  indicatorVersion,
  legacyIndicatorVersion,
  type Room,
} from '#lib/sensors/index.ts';
import { answerDocument } from './answer.ts';
import type { ManagairCall } from './exchange.ts';
import { getThing } from './find-things.ts';
import { roomKind } from './kinds/places.ts';
import { chooseAnswer } from './media-type.ts';
import { readQuery, wrong } from './read-query.ts';
import { toTimestampS } from './time-slices.ts';

/** The room by its worst values, and each of its nodes by itself. */
const byNodeRule = 'per_node';
/** How several nodes of a room at once are put together (managair.md 8.3). */
export const combineRules = [...combinations, byNodeRule] as const;

const parameters = ['include_histogram', 'mode', 'combine'];

/** `rooms/{id}/airquality/` (the 30 days before today) and `rooms/{id}/airquality/{yyyy-mm}`. */
export async function serveAirQuality(
  call: ManagairCall,
  { id, month }: { readonly id: string; readonly month: string | null },
): Promise<Response> {
  chooseAnswer(call.request, { hasCsv: false });
  const { others } = readQuery(call.query, roomKind, { filters: [], others: parameters, isList: false });
  const room = (await getThing(call, roomKind, id)) as Room;
  const mode = others['mode'] ?? 'corrected';
  if (mode !== 'corrected' && mode !== 'legacy') throw wrong('mode', 'mode is corrected or legacy.');
  const hasHistogram = ['true', '1', 'yes'].includes((others['include_histogram'] ?? '').toLowerCase());
  const order = { reader: call.reader, room, month, now: call.now };
  const combine = others['combine'] ?? 'worst';
  const judged = mode === 'legacy' ? await asBefore(call, order) : await corrected(call, { ...order, combine });
  const { histogram, ...said } = judged;
  const attributes = {
    year_month: month,
    query_timestamp_s: toTimestampS(call.now),
    ...said,
    ...(hasHistogram && { airq_hist: histogram }),
    url: call.url(`/rooms/${room.legacyId}/`),
  };
  const links = { self: call.self, describedby: call.url('/schema/') };
  return answerDocument({ data: { type: 'room-airquality', id: room.legacyId, attributes }, links });
}

interface Order {
  readonly reader: ManagairCall['reader'];
  readonly room: Room;
  readonly month: string | null;
  readonly now: Date;
}

/** By the rules of managair.md 8.3. */
async function corrected({ runtime }: ManagairCall, { combine, ...order }: Order & { readonly combine: string }) {
  const isByNode = combine === byNodeRule;
  const combination = isByNode ? 'worst' : combinations.find((one) => one === combine);
  if (!combination) throw wrong('combine', `combine is one of ${combineRules.join(', ')}.`);
  const air = await assessRoom(runtime.db, { ...order, combination, isByNode });
  const { histogram } = air.quality;
  return {
    from_timestamp_s: toTimestampS(air.from),
    to_timestamp_s: toTimestampS(air.to),
    indicator: { version: indicatorVersion, time_zone: air.timeZone, combine, ...air.thresholds },
    nodes: air.nodeIds,
    ...writeQuality(air.quality),
    ...(isByNode && { by_node: air.byNode.map(({ nodeId, quality }) => ({ node: nodeId, ...writeQuality(quality) })) }),
    histogram,
  };
}

type Quality = Awaited<ReturnType<typeof assessRoom>>['quality'];

function writeQuality({ medal, days }: Quality) {
  return {
    clean_air_medal: medal === 'not_enough_data' ? null : medal === 'awarded',
    medal_state: medal,
    days: days.map(writeDay),
  };
}

/** As the replaced server computes it (managair.md 8.1). */
async function asBefore({ runtime }: ManagairCall, order: Order) {
  const { from, to, quality } = await assessRoomAsBefore(runtime.db, order);
  return {
    from_timestamp_s: toTimestampS(from),
    to_timestamp_s: toTimestampS(to),
    clean_air_medal: quality?.hasMedal ?? false,
    indicator: { version: legacyIndicatorVersion, time_zone: 'Europe/Berlin' },
    slot_count: quality?.slotCount ?? 0,
    days: (quality?.days ?? []).map(writeDay),
    histogram: quality?.histogram ?? { Mo: [], Tu: [], We: [], Th: [], Fr: [], Sa: [], Su: [] },
  };
}

type Day = Quality['days'][number];

function writeDay(day: Day) {
  return {
    date: day.date,
    length_s: day.lengthS,
    is_valid: day.isValid,
    gap_duration_s: day.gapS,
    max_ppm: day.max,
    mean_ppm: day.mean,
    excess_duration_s: day.excessS,
    mean_excess_ppm: day.meanExcess,
    excess_rate: day.excessRate,
    excess_score: day.excessScore,
  };
}
