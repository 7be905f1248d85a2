import { z } from 'zod';
import { readJson } from '#lib/platform/http/read-json.ts';
import { ApiError, ApiErrors, type ErrorEntry } from './errors.ts';
import { maxBodyBytes, type ManagairCall } from './exchange.ts';
import { readId } from './find-things.ts';
import { kindOf } from './kinds/kinds.ts';
import { requireJsonApiBody } from './media-type.ts';
import { isForm, readForm, type FormOf } from './read-form.ts';
import type { AnyKind, Relation, WriteInput } from './resource.ts';

/** Clients write ids as numbers too (managair.md 16). */
const idSchema = z.union([z.string().max(100), z.number()]).transform(String);
const identifierSchema = z.looseObject({ type: z.string(), id: idSchema });

const resourceSchema = z.looseObject({
  type: z.string(),
  id: idSchema.optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  relationships: z.record(z.string(), z.looseObject({ data: z.unknown().optional() })).optional(),
});
type ResourceDocument = z.output<typeof resourceSchema>;

/** Pointer to a member below another (RFC 6901). */
export function pointerOf(base: string, path: readonly PropertyKey[]): string {
  return [base, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/** The document of a request, or the form that stands for one, where one may. Throws 415, 400, 403. */
export async function readBody(call: ManagairCall, form?: FormOf): Promise<{ readonly data?: unknown }> {
  if (form !== undefined && isForm(call.request)) return { data: await readForm(call.request, form) };
  requireJsonApiBody(call.request);
  const document = z
    .looseObject({ data: z.unknown().optional() })
    .safeParse(await readJson(call.request, maxBodyBytes));
  if (document.success && document.data.data !== undefined) return document.data;
  throw new ApiError(400, 'Received document does not contain primary data', { pointer: '/data' });
}

export type Act = 'create' | 'replace' | 'change';

/** What is asked of a thing, and where it stands in the document. */
export interface WriteOrder {
  readonly kind: AnyKind;
  readonly act: Act;
  /** Id in the address; null: a new thing. */
  readonly id: string | null;
  /** Where the resource object stands. */
  readonly base: string;
}

export type AnyInput = WriteInput<Readonly<Record<string, unknown>>>;

/**
 * Reads a resource object as input of a kind: its type and id have to be those of the address (409), members have to be
 * what the kind says (400), each wrong one with its pointer. What a kind does not know is ignored, `url` among it.
 */
export function readResource(data: unknown, { kind, act, id, base }: WriteOrder): AnyInput {
  const parsed = resourceSchema.safeParse(data);
  if (!parsed.success) throw new ApiErrors(entriesOfIssues(parsed.error, base));
  const resource = parsed.data;
  if (resource.type !== kind.type) {
    const detail = `The resource object's type (${resource.type}) is not the type that constitutes the collection (${kind.type}).`;
    throw new ApiError(409, detail, { pointer: `${base}/type` });
  }
  const clientId = readClientId(resource, { kind, act, id, base });
  const { writing } = kind;
  const schema = act === 'change' ? partialOf(writing?.schema ?? z.object({})) : (writing?.schema ?? z.object({}));
  const attributes = schema.safeParse(resource.attributes ?? {});
  const wrong = attributes.success ? [] : entriesOfIssues(attributes.error, `${base}/attributes`);
  const relations = readRelations(resource, { kind, act, id, base }, wrong);
  if (wrong.length > 0) throw new ApiErrors(wrong);
  return { attributes: attributes.data ?? {}, relations, clientId };
}

/** Members that have a value when they are left out of a new thing stay as they are when left out of a change. */
function partialOf(schema: z.ZodObject): z.ZodType<Record<string, unknown>> {
  const members = Object.entries(schema.shape).map(([key, member]) => {
    const inner = (member instanceof z.ZodDefault ? member.unwrap() : member) as z.ZodType;
    return [key, inner.optional()] as const;
  });
  return z.object(Object.fromEntries(members));
}

function readClientId(resource: ResourceDocument, { kind, act, id, base }: WriteOrder): string | null {
  const pointer = { pointer: `${base}/id` };
  if (act === 'create') {
    if (kind.writing?.needsClientId !== true) {
      if (resource.id === undefined || resource.id === '') return null;
      throw new ApiError(403, 'Ids of these are given by the server: leave the id out.', pointer);
    }
    if (resource.id === undefined) throw new ApiError(400, 'Give the id of the new resource.', pointer);
    const read = readId(kind, resource.id);
    if (read === null) throw new ApiError(400, `"${resource.id}" is no id of a ${kind.type}.`, pointer);
    return read;
  }
  if (resource.id === undefined)
    throw new ApiError(400, 'The resource identifier object must contain an "id" member', pointer);
  if (readId(kind, resource.id) === id) return null;
  throw new ApiError(409, 'The id of the document is not that of the address.', pointer);
}

function readRelations(
  resource: ResourceDocument,
  { kind, act, base }: WriteOrder,
  wrong: ErrorEntry[],
): AnyInput['relations'] {
  const given = resource.relationships ?? {};
  const read: Record<string, string | null | readonly string[]> = {};
  for (const [name, relation] of Object.entries(kind.relations)) {
    const pointer = `${base}/relationships/${name}`;
    const told = given[name];
    if (told === undefined) {
      if (relation.write === 'required' && act !== 'change') {
        wrong.push({ status: 400, detail: 'This field is required.', source: { pointer } });
      }
    } else if (relation.write === undefined) {
      // Rooms and installations cannot be pulled over by naming them (defect 3 of section 18).
      wrong.push({
        status: 403,
        detail: 'This relation follows from the other side and is written there.',
        source: { pointer },
      });
    } else {
      const outcome = readLinkage(relation, told.data);
      if (typeof outcome === 'object' && outcome !== null && 'detail' in outcome) {
        wrong.push({ status: outcome.status, detail: outcome.detail, source: { pointer } });
      } else read[name] = outcome;
    }
  }
  return read;
}

interface WrongLinkage {
  readonly status: number;
  readonly detail: string;
}

function readLinkage(relation: Relation<unknown>, data: unknown): string | null | readonly string[] | WrongLinkage {
  const other = kindOf(relation.type);
  const isMany = relation.one === undefined;
  if (data === null && !isMany) {
    return relation.write === 'required' ? { status: 400, detail: 'This field may not be null.' } : null;
  }
  const list = z.array(identifierSchema).safeParse(isMany ? data : [data]);
  if (!list.success) return { status: 400, detail: 'Write it as resource identifiers: {"type", "id"}.' };
  const stray = list.data.find(({ type }) => type !== relation.type);
  if (stray) {
    return { status: 409, detail: `Incorrect relation type. Expected ${relation.type}, received ${stray.type}.` };
  }
  const ids = list.data.map(({ id }) => readId(other, id) ?? id);
  return isMany ? ids : (ids[0] ?? null);
}

/** What is wrong with members of an object, with the place of each below `base`. */
export function entriesOfIssues({ issues }: z.ZodError, base: string): ErrorEntry[] {
  return issues.map(({ path, message, code }) => {
    const isMissing = code === 'invalid_type' && message.includes('received undefined');
    return {
      status: 400,
      detail: isMissing ? 'This field is required.' : message,
      source: { pointer: pointerOf(base, path) },
    };
  });
}
