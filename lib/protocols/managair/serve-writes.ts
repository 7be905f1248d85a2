import { answerDocument, answerNothing } from './answer.ts';
import { addressOf, documentOf } from './documents.ts';
import { ApiError, ApiErrors, entriesOf } from './errors.ts';
import { type ManagairCall, reopenCall, requirePerson } from './exchange.ts';
import { findThing, getThing } from './find-things.ts';
import { guardChange, guardNewAnywhere, guardNewIn } from './guard-writes.ts';
import { chooseAnswer } from './media-type.ts';
import { type AnyInput, readBody, readResource } from './read-document.ts';
import type { AnyKind, Writing } from './resource.ts';

const whole = { include: null, fields: new Map<string, ReadonlySet<string>>() };

type AnyWriting = Writing<unknown, Readonly<Record<string, unknown>>>;

function writingOf({ writing, type }: AnyKind): AnyWriting {
  if (!writing) throw new ApiError(405, `A ${type} cannot be written.`);
  return writing;
}

/** Runs a change; what a use-case says is wrong gets its place in the document. */
async function inDocument<T>(
  { pointers }: Pick<AnyWriting, 'pointers'>,
  base: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { entries, isFault } = entriesOf(error, (field) => {
      const at = pointers[field];
      return at === undefined ? base : `${base}/${at}`;
    });
    if (isFault) throw error;
    throw new ApiErrors(entries);
  }
}

/** Makes a thing of what was read; gives its id. */
export async function createThing(
  call: ManagairCall,
  kind: AnyKind,
  { input, base }: { readonly input: AnyInput; readonly base: string },
): Promise<string> {
  const writing = writingOf(kind);
  const { create } = writing;
  if (!create) throw new ApiError(405, `A ${kind.type} cannot be made.`);
  if (input.clientId !== null && (await findThing(call, kind, input.clientId)) !== null) {
    throw new ApiError(409, 'There is a thing with this id already.', { pointer: `${base}/id` });
  }
  return inDocument(writing, base, () => create(call, input));
}

/** Changes a thing. Throws 404. */
export async function changeThing(
  call: ManagairCall,
  kind: AnyKind,
  { id, input, base }: { readonly id: string; readonly input: AnyInput; readonly base: string },
): Promise<void> {
  const writing = writingOf(kind);
  const row = await getThing(call, kind, id);
  await inDocument(writing, base, () => writing.update(call, row, input));
}

/** Removes a thing. Throws 404. */
export async function removeThing(call: ManagairCall, kind: AnyKind, id: string): Promise<void> {
  const writing = writingOf(kind);
  const row = await getThing(call, kind, id);
  await inDocument(writing, '', () => writing.remove(call, row));
}

/** A thing as it is after a change, whoever became a member of what meanwhile. */
export async function thingDocument(call: ManagairCall, kind: AnyKind, id: string): Promise<object> {
  const again = await reopenCall(call);
  return documentOf(again, kind, { row: await getThing(again, kind, id), presentation: whole });
}

/** `POST <path>/`. */
export async function serveCreate(call: ManagairCall, kind: AnyKind): Promise<Response> {
  requirePerson(call.visitor);
  writingOf(kind);
  guardNewAnywhere(call, kind);
  chooseAnswer(call.request, { hasCsv: false });
  const { data } = await readBody(call, { kind, id: null });
  await guardNewIn(call, kind, data);
  const input = readResource(data, { kind, act: 'create', id: null, base: '/data' });
  const id = await createThing(call, kind, { input, base: '/data' });
  const location = addressOf(call, kind, id);
  return answerDocument(await thingDocument(call, kind, id), { status: 201, headers: { location } });
}

/** `PATCH` and `PUT <path>/{id}/`: a replacement has to name what a new thing needs. */
export async function serveChange(
  call: ManagairCall,
  kind: AnyKind,
  { id, act }: { readonly id: string; readonly act: 'replace' | 'change' },
): Promise<Response> {
  requirePerson(call.visitor);
  writingOf(kind);
  const row = await getThing(call, kind, id);
  guardChange(call, kind, row);
  chooseAnswer(call.request, { hasCsv: false });
  const known = kind.idOf(row);
  const { data } = await readBody(call, { kind, id: known });
  const input = readResource(data, { kind, act, id: known, base: '/data' });
  await changeThing(call, kind, { id: known, input, base: '/data' });
  return answerDocument(await thingDocument(call, kind, known));
}

/** `DELETE <path>/{id}/`. */
export async function serveRemove(call: ManagairCall, kind: AnyKind, id: string): Promise<Response> {
  requirePerson(call.visitor);
  await removeThing(call, kind, id);
  return answerNothing();
}
