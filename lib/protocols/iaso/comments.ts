import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { addUnitComment, idsOfLegacy, legacyOfIds, listUnitComments } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readInteger, readText } from './read-params.ts';

const contentType = 'iaso-orgunit';
/** Threads of one unit that a list looks back over. */
const mostThreads = 1_000;

type Thread = Awaited<ReturnType<typeof listUnitComments>>['items'][number];

/**
 * `GET /api/comments/?object_pk=&content_type=iaso-orgunit`: what people said of a unit, with answers; nothing for a unit
 * that is not there or not the caller's to see. Pages with `limit` and `offset`.
 */
export async function listComments({ ctx, params, request }: IasoCall): Promise<Response> {
  const unit = readInteger(params, 'object_pk');
  const isOfUnits = readText(params, 'content_type') === contentType;
  const threads = unit === undefined || !isOfUnits ? [] : await readThreads(ctx, unit);
  const limit = readInteger(params, 'limit');
  const tell = await teller(ctx, unit ?? 0, threads);
  if (limit === undefined || limit === 0) return answerJson(threads.map(tell));
  const offset = readInteger(params, 'offset') ?? 0;
  const pageAt = (at: number) => {
    const address = new URL(request.url);
    address.searchParams.set('offset', String(at));
    return address.href;
  };
  return answerJson({
    count: threads.length,
    next: offset + limit < threads.length ? pageAt(offset + limit) : null,
    previous: offset > 0 ? pageAt(Math.max(0, offset - limit)) : null,
    results: threads.slice(offset, offset + limit).map(tell),
  });
}

const saidSchema = z.looseObject({
  object_pk: z.coerce.number().int(),
  content_type: z.literal(contentType),
  comment: z.string().trim().min(1).max(4000),
  parent: z.coerce.number().int().nullish(),
});

/** `POST /api/comments/`: says something of a unit, or answers. Errors: `not_found`, `input_invalid`, `state_conflict`. */
export async function addComment({ ctx, readBody }: IasoCall): Promise<Response> {
  const { object_pk: unit, comment, parent } = parseInput(saidSchema, await readBody());
  const unitId = await one(ctx, 'unit', unit);
  const answerTo = parent ? await one(ctx, 'comment', parent) : null;
  const said = await addUnitComment(ctx, { unitId, body: comment, answerTo });
  const tell = await teller(ctx, unit, [{ ...said, answers: [] }]);
  return answerJson({ ...tell({ ...said, answers: [] }), parent: parent ?? null }, 201);
}

async function readThreads(ctx: Context, unit: number): Promise<readonly Thread[]> {
  const unitId = (await idsOfLegacy(ctx, 'unit', [unit])).get(unit);
  if (unitId === undefined) return [];
  try {
    return await readAll(
      (cursor) => listUnitComments(ctx, { unitId, limit: 50, ...(cursor === undefined ? {} : { cursor }) }),
      mostThreads,
    );
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return [];
    throw error;
  }
}

/** Writes threads as Iaso does; what was taken back stands without words. */
async function teller(ctx: Context, unit: number, threads: readonly Thread[]): Promise<(thread: Thread) => object> {
  const ids = threads.flatMap(({ id, answers }) => [id, ...answers.map((answer) => answer.id)]);
  const numbers = await legacyOfIds(ctx, 'comment', ids);
  const tell = ({ id, authorLabel, body, createdAt }: Omit<Thread, 'answers'>) => ({
    id: numbers.get(id) ?? null,
    user: { id: null, username: authorLabel, first_name: '', last_name: '' },
    comment: body ?? '',
    content_type: contentType,
    object_pk: String(unit),
    site: 1,
    submit_date: createdAt.toISOString(),
  });
  return ({ answers, ...thread }) => ({ ...tell(thread), parent: null, children: answers.map(tell) });
}
