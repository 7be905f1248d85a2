import { Problem } from '#lib/platform/problems/problem.ts';

/** What a field holds, and so what it can be compared with. */
export type FieldKind = 'text' | 'instant' | 'boolean' | 'number' | 'json';

/** The operators that a lookup may end in; without one it asks for equality (passive-data-kit.md, 1.15 and 9). */
export const lookupOperators = ['exact', 'gte', 'lte', 'gt', 'lt', 'in', 'startswith', 'icontains'] as const;
export type LookupOperator = (typeof lookupOperators)[number];

/** One comparison that a client asked for. Instants are ISO 8601 texts with a zone. */
export interface Lookup<Field extends string = string> {
  /** As the client wrote it, for messages. */
  readonly name: string;
  readonly field: Field;
  readonly kind: FieldKind;
  /** Members below a JSON field; empty for all others. */
  readonly path: readonly string[];
  readonly operator: LookupOperator;
  readonly value: unknown;
}

/** Comparisons that must all hold. */
export type LookupGroup<Field extends string = string> = readonly Lookup<Field>[];

/** Fields that may be asked for, by the name that clients use. */
export type FieldKinds<Field extends string> = Readonly<Record<Field, FieldKind>>;

/** Other names of fields, as the replaced server's tables had them: they may have operators behind. */
export type FieldAliases<Field extends string> = Readonly<Record<string, Field>>;

const mostGroups = 200;
const mostLookups = 500;
const mostListed = 5000;
const mostCharacters = 4096;
const deepestPath = 10;

const operatorsOfKind: Readonly<Record<FieldKind, readonly LookupOperator[]>> = {
  text: lookupOperators,
  instant: ['exact', 'gte', 'lte', 'gt', 'lt', 'in'],
  boolean: ['exact'],
  number: ['exact', 'gte', 'lte', 'gt', 'lt', 'in'],
  json: lookupOperators,
};

interface Askable<Field extends string> {
  /** The parameter, for messages. */
  readonly field: string;
  readonly fields: FieldKinds<Field>;
  readonly aliases?: FieldAliases<Field>;
}

/**
 * Reads a JSON array of objects whose keys are lookups (`created__gte`, `properties__event_name`). Only known fields and
 * operators pass: no relation can be followed. Throws `input_invalid` naming the lookup and what may be asked instead.
 */
export function readLookups<Field extends string>(
  value: unknown,
  { field: parameter, fields, aliases = {} }: Askable<Field>,
): LookupGroup<Field>[] {
  if (!Array.isArray(value)) throw refuse(parameter, `"${parameter}" must be a JSON array of objects.`);
  if (value.length > mostGroups) throw refuse(parameter, `"${parameter}" may hold ${mostGroups} objects.`);
  const groups = value.map((group: unknown) => {
    if (typeof group !== 'object' || group === null || Array.isArray(group)) {
      throw refuse(parameter, `"${parameter}" must be a JSON array of objects.`);
    }
    return Object.entries(group).map(([name, asked]) => readLookup(withoutAlias(name, aliases), asked, fields));
  });
  if (groups.flat().length > mostLookups) throw refuse(parameter, `"${parameter}" may hold ${mostLookups} lookups.`);
  // An object without members asks for nothing.
  return groups.filter((group) => group.length > 0);
}

/** The lookup by the field's own name. */
function withoutAlias(name: string, aliases: FieldAliases<string>): string {
  const alias = Object.keys(aliases).find((known) => name === known || name.startsWith(`${known}__`));
  return alias === undefined ? name : `${aliases[alias] ?? ''}${name.slice(alias.length)}`;
}

function readLookup<Field extends string>(name: string, value: unknown, fields: FieldKinds<Field>): Lookup<Field> {
  const parts = name.split('__');
  const field = parts[0] as Field;
  if (!Object.hasOwn(fields, field)) throw unknownField(name, fields);
  const kind = fields[field];
  const rest = parts.slice(1);
  const last = rest.at(-1);
  const operator = lookupOperators.find((known) => known === last);
  const path = operator === undefined ? rest : rest.slice(0, -1);
  if (kind === 'json' ? path.length === 0 : path.length > 0) throw unknownLookup(name, field, kind);
  if (path.length > deepestPath || path.some((member) => member === '')) throw unknownLookup(name, field, kind);
  if (!operatorsOfKind[kind].includes(operator ?? 'exact')) throw unknownLookup(name, field, kind);
  const lookup = { name, field, kind, path, operator: operator ?? 'exact' } as const;
  return { ...lookup, value: readValue(lookup, value) };
}

function readValue({ name, kind, operator }: Omit<Lookup, 'value'>, value: unknown): unknown {
  if (operator === 'in') {
    if (!Array.isArray(value)) throw refuse(name, `"${name}" needs a list of values.`);
    if (value.length > mostListed) throw refuse(name, `"${name}" may list ${mostListed} values.`);
    return value.map((one: unknown) => readOne(name, kind, one));
  }
  if (operator === 'startswith' || operator === 'icontains') return readOne(name, 'text', value);
  return readOne(name, kind, value);
}

function readOne(name: string, kind: FieldKind, value: unknown): unknown {
  if (kind === 'instant') return readInstant(name, value);
  if (kind === 'boolean' && typeof value !== 'boolean') throw refuse(name, `"${name}" needs true or false.`);
  if (kind === 'number' && typeof value !== 'number') throw refuse(name, `"${name}" needs a number.`);
  if (kind === 'text') return readShortText(name, value);
  if (kind === 'json' && JSON.stringify(value).length > mostCharacters) throw refuse(name, `"${name}" is too long.`);
  return value;
}

function readShortText(name: string, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') throw refuse(name, `"${name}" needs a text.`);
  if (text.length > mostCharacters || text.includes('\0')) throw refuse(name, `"${name}" is not a text to look for.`);
  return text;
}

const instantPattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO 8601, a day, or Unix seconds; what names no zone is UTC. */
function readInstant(name: string, value: unknown): string {
  if (typeof value === 'number' && Math.abs(value) < 8.64e12) return new Date(value * 1000).toISOString();
  const parts = typeof value === 'string' ? instantPattern.exec(value.trim()) : null;
  const text = parts ? `${parts[1] ?? ''}T${parts[2] ?? '00:00:00'}${parts[3] ?? 'Z'}` : '';
  if (Number.isNaN(Date.parse(text.replace(/\.\d+/, '')))) {
    throw refuse(name, `"${name}" needs a date as 2026-11-29T08:00:00Z.`);
  }
  return text;
}

function unknownField(name: string, fields: FieldKinds<string>): Problem {
  const known = Object.keys(fields).join(', ');
  return refuse(name, `The lookup "${name}" is not one that can be asked. Fields: ${known}.`);
}

function unknownLookup(name: string, field: string, kind: FieldKind): Problem {
  const operators = operatorsOfKind[kind].map((operator) => `__${operator}`).join(', ');
  const shape = kind === 'json' ? `${field}__member (and members below it)` : field;
  return refuse(name, `The lookup "${name}" is not one that can be asked. Ask ${shape}, with ${operators}.`);
}

function refuse(field: string, detail: string): Problem {
  return new Problem('input_invalid', { detail, fields: { [field]: detail } });
}

/** One key of an order. */
export interface OrderKey<Field extends string = string> {
  readonly field: Field;
  readonly isDescending: boolean;
}

/**
 * Reads a JSON array of arrays of field names (a flat array too), `-` in front for descending. Of a field named twice the
 * first counts. Throws `input_invalid` naming what cannot be ordered by.
 */
export function readOrder<Field extends string>(value: unknown, fields: readonly Field[]): OrderKey<Field>[] {
  if (!Array.isArray(value)) throw refuse('order_by', '"order_by" must be a JSON array of arrays of field names.');
  const keys = new Map<Field, OrderKey<Field>>();
  for (const name of value.flat() as unknown[]) {
    const text = typeof name === 'string' ? name : '';
    const field = fields.find((known) => known === text.replace(/^[-+]/, ''));
    if (field === undefined) {
      const shown = JSON.stringify(name).slice(0, 100);
      throw refuse('order_by', `Nothing can be ordered by ${shown}. Fields: ${fields.join(', ')}.`);
    }
    if (!keys.has(field)) keys.set(field, { field, isDescending: text.startsWith('-') });
  }
  return [...keys.values()];
}
