import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type EntityProperty, type EntitySetName, entitySets, findNavigation, findProperty } from './entity-sets.ts';
import { parseInstant, parsePeriod, writePeriod } from './period.ts';

/** What an entity is tied to: one that is there, by its id, or one that comes with it. */
export type SentTie = { readonly id: string } | { readonly body: unknown };

/** An entity as a client sends it: what it holds, and by navigation the ids it links to and what comes with it. */
export interface SentEntity {
  readonly values: Readonly<Record<string, unknown>>;
  /** Links and what comes along, together and in the order in which they were sent. */
  readonly ties: Readonly<Record<string, readonly SentTie[]>>;
  readonly links: Readonly<Record<string, readonly string[]>>;
  readonly nested: Readonly<Record<string, readonly unknown[]>>;
}

const objectSchema = z.record(z.string(), z.unknown());
const linkSchema = z.looseObject({ '@iot.id': z.union([z.number().int(), z.string().min(1).max(80)]) });

/**
 * Reads an entity of a set (OGC 18-088, sections 8 and 10.2). A change may leave out what is required. Throws
 * `input_invalid` with every member that is wrong, by its path from `place`.
 */
export function parseEntity(
  set: EntitySetName,
  body: unknown,
  { isChange = false, place = '' }: { readonly isChange?: boolean; readonly place?: string } = {},
): SentEntity {
  const object = objectSchema.safeParse(body);
  if (!object.success || Array.isArray(body)) throw invalid({ [place === '' ? 'body' : place]: 'Send a JSON object.' });
  const reader = new EntityReader(set, place);
  for (const [name, value] of Object.entries(object.data)) reader.read(name, value);
  if (!isChange) reader.requireProperties();
  return reader.finish();
}

class EntityReader {
  readonly #set: EntitySetName;
  readonly #place: string;
  readonly #values: Record<string, unknown> = {};
  readonly #ties: Record<string, SentTie[]> = {};
  readonly #wrong: Record<string, string> = {};

  constructor(set: EntitySetName, place: string) {
    this.#set = set;
    this.#place = place === '' ? '' : `${place}.`;
  }

  read(name: string, value: unknown): void {
    // Links and ids are the service's to write; clients send back what they read.
    if (name.includes('@iot.') || name === 'id') return;
    const property = findProperty(this.#set, name);
    if (property) this.#readProperty(property, value);
    else if (findNavigation(this.#set, name)) this.#readNavigation(name, value);
    else this.#refuse(name, `${this.#set} have no such member.`);
  }

  requireProperties(): void {
    for (const { name, isRequired } of entitySets[this.#set].properties) {
      if (isRequired && this.#values[name] === undefined && !this.#isWrong(name)) this.#refuse(name, 'It is required.');
    }
  }

  finish(): SentEntity {
    if (Object.keys(this.#wrong).length > 0) throw invalid(this.#wrong);
    const links = pick(this.#ties, (tie) => ('id' in tie ? [tie.id] : []));
    const nested = pick(this.#ties, (tie) => ('body' in tie ? [tie.body] : []));
    return { values: this.#values, ties: this.#ties, links, nested };
  }

  #readProperty({ name, type, isRequired, isComputed }: EntityProperty, value: unknown): void {
    if (isComputed) return;
    if (value === null || value === undefined) {
      // The result of an observation may be "nothing".
      if (isRequired && name !== 'result') this.#refuse(name, 'It cannot be null.');
      else if (value === null) this.#values[name] = null;
      return;
    }
    if (type === 'json' || type === 'location') {
      // JSON has such numbers, and a double has not: they would be kept as nothing.
      if (typeof value === 'number' && !Number.isFinite(value)) this.#refuse(name, 'The number is too large.');
      this.#values[name] = value;
      return;
    }
    if (typeof value !== 'string') {
      this.#refuse(name, 'It is a text.');
      return;
    }
    const read = readText(type, value);
    if (read === null) this.#refuse(name, 'It is no time of ISO 8601.');
    else this.#values[name] = read;
  }

  #readNavigation(name: string, value: unknown): void {
    const isMany = findNavigation(this.#set, name)?.isMany ?? false;
    if (Array.isArray(value) && !isMany) {
      this.#refuse(name, 'It leads to one entity: send an object.');
      return;
    }
    for (const [index, item] of (Array.isArray(value) ? (value as unknown[]) : [value]).entries()) {
      const link = linkSchema.safeParse(item);
      if (link.success) (this.#ties[name] ??= []).push({ id: String(link.data['@iot.id']) });
      else if (typeof item === 'object' && item !== null) (this.#ties[name] ??= []).push({ body: item });
      else this.#refuse(`${name}.${String(index)}`, 'Send an entity, or a link: {"@iot.id": …}.');
    }
  }

  #refuse(name: string, message: string): void {
    this.#wrong[`${this.#place}${name}`] = message;
  }

  #isWrong(name: string): boolean {
    return this.#wrong[`${this.#place}${name}`] !== undefined;
  }
}

/** What is picked of the ties of each navigation; those of which nothing is are left out. */
function pick<Part>(ties: SentEntity['ties'], partOf: (tie: SentTie) => Part[]): Record<string, Part[]> {
  const picked = Object.entries(ties).map(([name, ofName]) => [name, ofName.flatMap(partOf)] as const);
  return Object.fromEntries(picked.filter(([, parts]) => parts.length > 0));
}

function readText(type: 'text' | 'time' | 'period', value: string): string | null {
  if (type === 'text') return value;
  if (type === 'time') return parseInstant(value)?.toISOString() ?? null;
  const period = parsePeriod(value);
  return period && writePeriod(period);
}

function invalid(fields: Readonly<Record<string, string>>): Problem {
  const [first = '', message = ''] = Object.entries(fields)[0] ?? [];
  return new Problem('input_invalid', { detail: `${first}: ${message}`, fields });
}
