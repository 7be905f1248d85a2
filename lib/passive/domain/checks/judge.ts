import type { AlertLevel } from '#lib/sources/domain/alerts/alert.ts';
import type { FidelityState } from '#lib/sources/domain/fidelity/fidelity.ts';
import { isInside } from './region.ts';
import type {
  FidelityRule,
  ObservationRule,
  Operator,
  RegionRule,
  Said,
  Scalar,
  SilenceRule,
  ThresholdRule,
} from './rule.ts';

/** What a check says of one source; null: nothing. */
export interface Verdict {
  readonly level: AlertLevel;
  /** As the rule has it, with its placeholders: the alert stays the same while the figures change. */
  readonly name: string;
  readonly message: string;
}

/** Searches a regular expression within a time limit. */
export type Search = (pattern: string, text: string) => boolean;

const hourMs = 3_600_000;
const dayHours = 24;

/** Judges a latest value; undefined: there is none. */
export function judgeThreshold(rule: ThresholdRule, value: unknown, search: Search): Verdict | null {
  if (!isScalar(value)) return rule.none && say(rule.none);
  const step = rule.steps.find(({ operator, value: bound }) => holds(value, { operator, bound, search }));
  return step ? say(step, { value: String(value) }) : null;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

interface Comparison {
  readonly operator: Operator;
  readonly bound: Scalar;
  readonly search: Search;
}

function holds(value: Scalar, { operator, bound, search }: Comparison): boolean {
  // Some clients send numbers as texts.
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  switch (operator) {
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof number === 'number' && isBeyond(number, operator, Number(bound));
    case 'eq':
      return isSame(value, bound);
    case 'ne':
      return !isSame(value, bound);
    case 'contains':
      return String(value).toLowerCase().includes(String(bound).toLowerCase());
    case 'matches':
      return search(String(bound), String(value));
  }
}

/** 20 and "20", true and "true" are the same. */
function isSame(value: Scalar, bound: Scalar): boolean {
  if (typeof value === typeof bound) return value === bound;
  if (typeof bound === 'number' || typeof value === 'number') {
    return typeof value !== 'boolean' && typeof bound !== 'boolean' && value !== '' && Number(value) === Number(bound);
  }
  return String(value).toLowerCase() === String(bound).toLowerCase();
}

/** Judges when something last came (null: never) at `now`. */
export function judgeSilence(rule: SilenceRule, lastAt: Date | null, now: Date): Verdict | null {
  if (lastAt === null) return rule.none && say(rule.none);
  const hours = (now.getTime() - lastAt.getTime()) / hourMs;
  const step = rule.steps.find(({ hours: bound, isExclusive }) => (isExclusive ? hours > bound : hours >= bound));
  return step ? say(step, { age: ageOf(hours) }) : null;
}

/** Judges where a source was last ([lon, lat]; null: not known). */
export function judgeRegion(
  rule: RegionRule,
  last: { readonly position: readonly [number, number]; readonly at: Date } | null,
  now: Date,
): Verdict | null {
  if (last === null) return rule.none && say(rule.none);
  const hours = (now.getTime() - last.at.getTime()) / hourMs;
  if (rule.maxAgeHours !== null && hours > rule.maxAgeHours) return null;
  const isHit = isInside(rule.shape, last.position) === (rule.when === 'inside');
  return isHit ? say(rule.said, { age: ageOf(hours) }) : null;
}

/** Judges how a source delivers; undefined: nobody looked yet, so nothing is said. */
export function judgeFidelity(
  rule: FidelityRule,
  found: { readonly state: FidelityState; readonly lastContactAt: Date | null } | undefined,
  now: Date,
): Verdict | null {
  if (found === undefined) return null;
  if (found.lastContactAt === null) return rule.none && say(rule.none);
  const step = rule.steps.find(({ state }) => state === found.state);
  return step ? say(step, { age: ageOf((now.getTime() - found.lastContactAt.getTime()) / hourMs) }) : null;
}

/** Judges the newest observation of a quantity; undefined: there is none. */
export function judgeObservation(
  rule: ObservationRule,
  newest: { readonly at: Date; readonly value: number } | undefined,
  now: Date,
): Verdict | null {
  if (newest === undefined) return rule.none && say(rule.none);
  const hours = (now.getTime() - newest.at.getTime()) / hourMs;
  if (rule.maxAgeHours !== null && hours > rule.maxAgeHours) return null;
  const step = rule.steps.find(({ operator, value }) => isBeyond(newest.value, operator, value));
  return step ? say(step, { value: String(newest.value), age: ageOf(hours) }) : null;
}

function isBeyond(value: number, operator: 'lt' | 'lte' | 'gt' | 'gte', bound: number): boolean {
  return { lt: value < bound, lte: value <= bound, gt: value > bound, gte: value >= bound }[operator];
}

function say({ level, message }: Said, found: Readonly<Record<string, string>> = {}): Verdict {
  const text = message.replaceAll(/\{(value|age)\}/g, (whole, key: string) => clip(found[key] ?? whole));
  return { level, name: message, message: text };
}

/** What a device sent, fit for a line of text. */
function clip(text: string): string {
  const flat = text.replaceAll(/\p{Cc}/gu, ' ').toWellFormed();
  return flat.length > 80 ? `${flat.slice(0, 79)}…` : flat;
}

function ageOf(hours: number): string {
  if (hours < 2 * dayHours) return `${String(Math.max(0, Math.floor(hours)))} h`;
  return `${String(Math.floor(hours / dayHours))} d`;
}
