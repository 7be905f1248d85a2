import { createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { findOrganizationNamed, getStudyByKey } from '#lib/accounts/index.ts';
import { estimateExport, exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { openTaskResult } from '#lib/platform/tasks/index.ts';
import { commandContext, defineCommand } from './command.ts';

const organizationSchema = z.string().min(1).nullable().default(null);

/** Words with commas between. */
const listSchema = z.string().transform((text) => text.split(',').map((word) => word.trim()));
const { formats, fileFormats, types, dateKind, from, to, timeZone, partPoints } = exportOrderSchema.shape;

const orderOptions = {
  study: { type: 'string' },
  org: { type: 'string' },
  types: { type: 'string' },
  contents: { type: 'string' },
  formats: { type: 'string' },
  dates: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  zone: { type: 'string' },
  'part-points': { type: 'string' },
} as const;

const orderUsage =
  '--study K [--types T,…] [--contents tables,flat,raw] [--formats tab,csv,jsonl,geojson,parquet] ' +
  '[--dates created|recorded] [--from DAY] [--to DAY] [--zone Z] [--part-points N] [--org N]';

const orderWordsSchema = z.strictObject({
  study: z.string().min(1),
  org: organizationSchema,
  types: listSchema.pipe(types.unwrap().unwrap()).optional(),
  contents: listSchema.pipe(formats.unwrap()).optional(),
  formats: listSchema.pipe(fileFormats.unwrap()).optional(),
  dates: dateKind,
  from,
  to,
  zone: timeZone,
  'part-points': z.coerce.number().pipe(partPoints.unwrap()).optional(),
});

async function readOrder(runtime: Runtime, words: z.infer<typeof orderWordsSchema>) {
  const ctx = await contextIn(runtime, words.org);
  const { id: studyId } = await getStudyByKey(ctx, words.study);
  const order = exportOrderSchema.parse({
    types: words.types,
    formats: words.contents,
    fileFormats: words.formats,
    dateKind: words.dates,
    from: words.from,
    to: words.to,
    timeZone: words.zone,
    partPoints: words['part-points'],
  });
  return { ctx, studyId, order };
}

async function contextIn(runtime: Runtime, organization: string | null): Promise<Context> {
  return commandContext(runtime, (await findOrganizationNamed(runtime, organization)).id);
}

const order = defineCommand({
  name: 'export order',
  usage: orderUsage,
  summary: 'Orders an export of a study; workers make it. `cairn task show ID` says how far it is.',
  options: orderOptions,
  inputSchema: orderWordsSchema,
  async run(runtime, words) {
    const { ctx, ...input } = await readOrder(runtime, words);
    const ordered = await orderExport(ctx, input);
    return { data: ordered, text: ordered.taskIds.join('\n') };
  },
});

const estimate = defineCommand({
  name: 'export estimate',
  usage: orderUsage,
  summary: 'What an export would come to, without ordering it.',
  options: orderOptions,
  inputSchema: orderWordsSchema,
  async run(runtime, words) {
    const { ctx, ...input } = await readOrder(runtime, words);
    const found = await estimateExport(ctx, input);
    const { points, sources, types: typeCount, sizeBytes, parts, hasLegacyReports } = found;
    const lines = [
      `about ${String(points)} points of ${String(sources)} sources and ${String(typeCount)} types`,
      `about ${String(sizeBytes)} bytes in ${String(parts)} archives`,
      ...(hasLegacyReports ? ['with the headers of PDK, as the study is set'] : []),
    ];
    return { data: found, text: lines.join('\n') };
  },
});

const download = defineCommand({
  name: 'export download',
  usage: 'ID --out FILE [--org N]',
  summary: 'Writes the archive of a finished export to a file, and prints its SHA-256.',
  options: { out: { type: 'string' }, org: { type: 'string' } },
  positionals: ['id'],
  inputSchema: z.strictObject({
    id: z.uuid('give the id of a task; `cairn task list` shows them').transform((text) => text as TaskId),
    out: z.string().min(1),
    org: organizationSchema,
  }),
  async run(runtime, { id, out, org }) {
    const ctx = await contextIn(runtime, org);
    if (existsSync(out)) throw new Problem('already_exists', { detail: `${out} exists already.` });
    const { open, name, sizeBytes, sha256 } = await openTaskResult(ctx, { taskId: id });
    await pipeline(await open(), createWriteStream(out, { flags: 'wx' }));
    return { data: { path: out, name, sizeBytes, sha256 }, text: `${sha256}  ${out}` };
  },
});

export const exportCommands = [order, estimate, download];
