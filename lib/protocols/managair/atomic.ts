import { z } from 'zod';
import { readJson } from '#lib/platform/http/read-json.ts';
import { answerDocument, answerNothing } from './answer.ts';
import { ApiError } from './errors.ts';
import { maxBodyBytes, type ManagairCall, reopenCall, requirePerson } from './exchange.ts';
import { getThing } from './find-things.ts';
import { guardChange, guardNewAnywhere, guardNewIn } from './guard-writes.ts';
import { kinds } from './kinds/kinds.ts';
import { atomicExtension, requireJsonApiBody } from './media-type.ts';
import { type AnyInput, pointerOf, readResource } from './read-document.ts';
import type { AnyKind } from './resource.ts';
import { changeThing, createThing, removeThing, thingDocument } from './serve-writes.ts';

/** Operations that one request may bring. */
const mostOperations = 100;

const refSchema = z.looseObject({
  type: z.string(),
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  lid: z.string().optional(),
});
const operationSchema = z.looseObject({
  op: z.enum(['add', 'update', 'remove']),
  ref: refSchema.optional(),
  data: z.looseObject({ type: z.string().optional() }).optional(),
});
type Operation = z.output<typeof operationSchema>;

/** Ids of what was made in this request, by type and local id. */
type LocalIds = Map<string, string>;

/**
 * `POST operations/`: several changes that all come to be or none (jsonapi.org, "Atomic Operations"). What one makes, a
 * later one names by its local id. What is wrong is told of the operation that it is wrong with.
 */
export async function serveOperations(call: ManagairCall): Promise<Response> {
  requirePerson(call.visitor);
  const { isAtomic } = requireJsonApiBody(call.request, [atomicExtension]);
  if (!isAtomic) throw new ApiError(415, `Name the extension in the media type: ext="${atomicExtension}".`);
  const body = z
    .looseObject({ 'atomic:operations': z.array(z.unknown()).min(1).max(mostOperations) })
    .safeParse(await readJson(call.request, maxBodyBytes));
  if (!body.success) {
    throw new ApiError(400, `Send 1 to ${String(mostOperations)} operations.`, { pointer: '/atomic:operations' });
  }
  const operations = body.data['atomic:operations'];
  const results = await call.runtime.db.transaction(async () => {
    const locals: LocalIds = new Map();
    const done: object[] = [];
    for (const [index, operation] of operations.entries()) {
      // What the last one founded, the next one may work in.
      done.push(
        await perform(await reopenCall(call), operation, { base: `/atomic:operations/${String(index)}`, locals }),
      );
    }
    return done;
  });
  if (results.every((result) => Object.keys(result).length === 0)) return answerNothing();
  return answerDocument({ 'atomic:results': results }, { extension: atomicExtension });
}

interface Place {
  readonly base: string;
  readonly locals: LocalIds;
}

async function perform(call: ManagairCall, told: unknown, { base, locals }: Place): Promise<object> {
  const parsed = operationSchema.safeParse(told);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ApiError(400, issue?.message ?? 'This is no operation.', { pointer: pointerOf(base, issue?.path ?? []) });
  }
  const operation = parsed.data;
  const kind = kindFor(operation, base);
  if (operation.op === 'add') return add(call, { kind, operation }, { base, locals });
  const id = idOf(operation, { base, locals });
  const row = await getThing(call, kind, id);
  guardChange(call, kind, row);
  const known = kind.idOf(row);
  if (operation.op === 'remove') {
    await removeThing(call, kind, known);
    return {};
  }
  const data = { ...withoutLocals(operation.data, locals), id: known };
  const input = readResource(data, { kind, act: 'change', id: known, base: `${base}/data` });
  await changeThing(call, kind, { id: known, input, base: `${base}/data` });
  return dataOf(call, kind, known);
}

async function add(
  call: ManagairCall,
  { kind, operation }: { readonly kind: AnyKind; readonly operation: Operation },
  { base, locals }: Place,
): Promise<object> {
  const { lid, ...data } = operation.data ?? {};
  const order = { kind, act: 'create', id: null, base: `${base}/data` } as const;
  const told = withoutLocals(data, locals);
  guardNewAnywhere(call, kind);
  await guardNewIn(call, kind, told);
  const input: AnyInput = readResource(told, order);
  const id = await createThing(call, kind, { input, base: `${base}/data` });
  if (typeof lid === 'string') locals.set(`${kind.type} ${lid}`, id);
  return dataOf(call, kind, id);
}

async function dataOf(call: ManagairCall, kind: AnyKind, id: string): Promise<object> {
  const { data } = (await thingDocument(call, kind, id)) as { readonly data: object };
  return { data };
}

function kindFor({ ref, data }: Operation, base: string): AnyKind {
  const type = ref?.type ?? data?.type;
  const kind = [...kinds().values()].find((one) => one.type === type);
  if (kind?.writing) return kind;
  throw new ApiError(400, `Nothing of the type ${type ?? ''} can be written.`, { pointer: `${base}/ref/type` });
}

function idOf({ ref, data }: Operation, { base, locals }: Place): string {
  const local = ref?.lid === undefined ? undefined : locals.get(`${ref.type} ${ref.lid}`);
  const own = typeof data?.['id'] === 'string' || typeof data?.['id'] === 'number' ? String(data['id']) : undefined;
  const id = ref?.id ?? local ?? own;
  if (id === undefined) throw new ApiError(400, 'The operation names no resource.', { pointer: `${base}/ref` });
  return id;
}

/** Local ids in relations become the ids of what was made. Ones that nothing was made under are left, and refused later. */
function withoutLocals(data: object | undefined, locals: LocalIds): object {
  const replaced: unknown = JSON.parse(JSON.stringify(data ?? {}), (_key, value: unknown) => {
    if (value === null || typeof value !== 'object' || !('lid' in value) || !('type' in value)) return value;
    const id = locals.get(`${String(value.type)} ${String(value.lid)}`);
    if (id === undefined) return value;
    return { type: value.type, id };
  });
  return replaced as object;
}
