import type { DecodedPoint } from '../read-point.ts';
import type { TypeChart } from '../views/type-views.ts';
import { type Aggregate, slotMs } from './aggregate.ts';

interface Place {
  /** How points of the type are drawn: it tells what is kept beside counts and figures. */
  readonly chart: TypeChart;
  /** Milliseconds since the beginning of the hour. */
  readonly offsetMs: number;
}

/** Adds a new point to the aggregate of its hour. */
export function addPoint(aggregate: Aggregate, point: DecodedPoint, { chart, offsetMs }: Place): void {
  const slot = Math.floor(offsetMs / slotMs);
  aggregate.addPoint(slot);
  const { list, from, to } = point.samples;
  for (let at = from; at < to; at += 1) {
    const path = list.notes[at]?.path ?? '';
    const figure = list.lists.get(at);
    if (figure) aggregate.addFigure(path, slot, figure);
    else aggregate.addValue(path, slot, list.values[at] ?? 0);
  }
  const { secondaryId } = point;
  if (chart.kind === 'states') aggregate.addChange(Math.floor(offsetMs), secondaryId ?? stateOf(point, chart.member));
  else if (chart.kind === 'streams') addStream(aggregate, point, slot);
  else if (secondaryId !== null && (chart.kind === 'counts' || chart.kind === 'usage')) {
    aggregate.addName(secondaryId, slot);
    if (chart.kind === 'usage') aggregate.addDuration(secondaryId, sampleOf(point, 'duration') ?? 0);
  }
}

function sampleOf({ samples: { list, from, to } }: DecodedPoint, path: string): number | null {
  for (let at = from; at < to; at += 1) if (list.notes[at]?.path === path) return list.values[at] ?? null;
  return null;
}

/** The state of a type whose points have no secondary id. */
function stateOf(point: DecodedPoint, member: string): string {
  return wordOf(membersOf(point)[member]);
}

/** Readings of health devices: streams that have little in common but the type, each drawn by itself. */
function addStream(aggregate: Aggregate, point: DecodedPoint, slot: number): void {
  const members = membersOf(point);
  const stream = point.secondaryId ?? '';
  aggregate.addName(stream, slot);
  if (stream === 'sleep-measures') {
    const [from, to, state] = [members['start_date'], members['end_date'], members['state']];
    const isPhase = typeof from === 'number' && typeof to === 'number' && to > from;
    if (isPhase) aggregate.addDuration(wordOf(state), (to - from) * 1000);
  } else if (stream === 'body') {
    const value = members['measure_value'];
    if (typeof value === 'number') aggregate.addValue(`body/${wordOf(members['measure_type'])}`, slot, value);
  } else {
    const { list, from, to } = point.samples;
    for (let at = from; at < to; at += 1) {
      aggregate.addValue(`${stream}/${list.notes[at]?.path ?? ''}`, slot, list.values[at] ?? 0);
    }
  }
}

/** A text, a number or a truth as text: codes are given as any of them. */
function wordOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

function membersOf({ bytes, start, end }: DecodedPoint): Readonly<Record<string, unknown>> {
  return JSON.parse(bytes.toString('utf8', start, end)) as Record<string, unknown>;
}
