import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { findSourceIdentity } from '#lib/sources/index.ts';
import { rewritePoints, selectPairsOfStudy, type StudyPair } from '../../data/sensitive/rewrite-points.sql.ts';
import type { SensitiveFilter } from '../../domain/sensitive/sensitive-filter.ts';
import type { ColdConfig } from '../cold/cold-place.ts';
import { inferTypesAgain } from '../infer-variables.ts';
import { readPoints } from '../read-points.ts';
import { recountSource } from '../recount-source.ts';
import { readSensitiveFilter } from './make-filter.ts';
import { redactColdMonths } from './redact-cold-months.ts';
import { StoredRedactor } from './stored-redactor.ts';

const inputSchema = z.object({ studyId: z.guid() });
const redactTask = { kind: 'passive.redact', inputSchema };

/** Points that are changed in one transaction. */
const pointsAtATime = 1000;

/**
 * The kind of Task that takes what a study does not keep (pdk-42) off the points that were stored before there was a rule:
 * in the database, in the codebook, and in the files of months that left the database. Points that differ in nothing
 * else become one, as if they came now. Raw uploads and the quarantine keep theirs until they are cleared. Each step is one
 * transaction; stopped or killed, another run goes on with what is left.
 */
export function redactStoredTask(config: ColdConfig) {
  return defineTaskKind({ ...redactTask, run: (ctx, input) => redactStored(ctx, input, config) });
}

/** Starts the Task. Errors: `not_found`, `permission_missing`. */
export async function startRedaction(ctx: Context, study: string): Promise<TaskId> {
  const { id: studyId, name } = await getStudyByKey(ctx, study);
  requireVerb(ctx, 'passive.configure', { studyId });
  return ctx.db.transaction(async () => {
    const title = `Fields not kept: earlier points of ${name}`;
    const taskId = await startTask(ctx, { kind: redactTask, title, studyId, input: { studyId } });
    const entry = { action: 'sensitive-field.apply', subjectType: 'study', subjectId: studyId, studyId };
    await writeAudit(ctx, { ...entry, detail: { taskId } });
    return taskId;
  });
}

/** What was done; kept with the Task. */
interface RedactReport {
  /** Points that are otherwise now, or went because there was another like it. */
  readonly points: number;
  /** Of these, those that became one with another. */
  readonly repeats: number;
  readonly sources: number;
  /** Points in files of months that left the database. */
  readonly coldPoints: number;
}

async function redactStored(
  ctx: TaskContext,
  { studyId }: z.infer<typeof inputSchema>,
  config: ColdConfig,
): Promise<RedactReport> {
  const filter = await readSensitiveFilter(ctx, studyId);
  if (!filter) {
    ctx.logLine('info', 'The study keeps everything: there is nothing to take off.');
    return { points: 0, repeats: 0, sources: 0, coldPoints: 0 };
  }
  const pairs = (await selectPairsOfStudy(ctx, studyId)).filter(({ type }) => filter.ofType(type) !== null);
  const changed = await redactPairs(ctx, { studyId, filter, pairs });
  if (changed.typeIds.size > 0) {
    ctx.progress(changed.read, null, 'Reads the codebook anew.');
    await inferTypesAgain(ctx, { studyId, typeIds: [...changed.typeIds] });
  }
  const cold = await redactColdMonths(ctx, config, { studyId, filter, typeIds: pairs.map(({ typeId }) => typeId) });
  ctx.logLine('info', `${String(changed.points)} points of ${String(changed.sourceIds.size)} sources are rewritten.`);
  return {
    points: changed.points,
    repeats: changed.repeats,
    sources: changed.sourceIds.size,
    coldPoints: cold.points,
  };
}

interface Changed {
  read: number;
  points: number;
  repeats: number;
  readonly sourceIds: Set<string>;
  readonly typeIds: Set<number>;
}

interface Redacting {
  readonly studyId: string;
  readonly filter: SensitiveFilter;
  readonly pairs: readonly StudyPair[];
}

async function redactPairs(ctx: TaskContext, { studyId, filter, pairs }: Redacting): Promise<Changed> {
  const changed: Changed = { read: 0, points: 0, repeats: 0, sourceIds: new Set(), typeIds: new Set() };
  const total = pairs.reduce((sum, { points }) => sum + points, 0);
  const redactor = new StoredRedactor(ctx, { studyId, filter });
  try {
    for (const pair of pairs) await redactPair(ctx, { pair, redactor, changed, total });
  } finally {
    // However it ends, the numbers of the sources say what is there.
    for (const id of changed.sourceIds) await recountSource(ctx, { id, studyId });
  }
  return changed;
}

interface RedactingPair {
  readonly pair: StudyPair;
  readonly redactor: StoredRedactor;
  readonly changed: Changed;
  readonly total: number;
}

async function redactPair(ctx: TaskContext, { pair, redactor, changed, total }: RedactingPair): Promise<void> {
  const flush = async () => {
    const points = await redactor.take();
    if (points.length === 0) return;
    const { gone, stored } = await ctx.db.transaction(() => rewritePoints(ctx, pair, points));
    changed.points += gone;
    changed.repeats += gone - stored;
    changed.sourceIds.add(pair.sourceId);
    changed.typeIds.add(pair.typeId);
  };
  const { names = [] } = (await findSourceIdentity(ctx, pair.sourceId)) ?? {};
  const filter = { sourceIds: [pair.sourceId], typeIds: [pair.typeId] };
  for await (const row of readPoints(ctx, filter, ctx.signal)) {
    redactor.add(row, names);
    changed.read += 1;
    if (redactor.waiting >= pointsAtATime) await flush();
    ctx.progress(changed.read, Math.max(total, changed.read), pair.type);
  }
  await flush();
}
