import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { findOrganizationNamed } from '#lib/accounts/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  bringInFile,
  exportOrgUnits,
  importMappingSchema,
  importOrgUnits,
  undoImport,
  unitExportSchema,
  type ImportMapping,
  type ImportResult,
} from '#lib/registry/index.ts';
import { commandContext, defineCommand } from './command.ts';

/** Rows of the report that a terminal shows. */
const shownRows = 20;

const importUnits = defineCommand({
  name: 'registry import',
  usage:
    'FILE --pyramid P [--org N] [--version V] [--map FILE] [--dry-run] [--leave-out-refused] [--status NEW|VALID] [--report FILE]',
  summary:
    'Brings a list (CSV, XLSX, XLS, GeoJSON) or a GeoPackage of org units into a version of a pyramid: all of it, or nothing.',
  options: {
    org: { type: 'string' },
    pyramid: { type: 'string' },
    version: { type: 'string' },
    map: { type: 'string' },
    report: { type: 'string' },
    status: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'leave-out-refused': { type: 'boolean' },
  },
  positionals: ['file'],
  inputSchema: z.strictObject({
    file: z.string().min(1),
    org: z.string().min(1).nullable().default(null),
    pyramid: z.string().min(1),
    version: z.coerce.number().int().min(0).nullable().default(null),
    map: z.string().optional(),
    report: z.string().optional(),
    status: z.enum(['NEW', 'VALID']).default('VALID'),
    'dry-run': z.boolean().default(false),
    'leave-out-refused': z.boolean().default(false),
  }),
  async run(runtime, { file, org, map, report: reportFile, ...order }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const isDryRun = order['dry-run'];
    const wanted = {
      path: file,
      pyramid: order.pyramid,
      version: order.version,
      mapping: map === undefined ? null : await readMapping(map),
      leavesOutRefused: order['leave-out-refused'],
      defaultStatus: order.status,
    };
    const { maxImportBytes: maxBytes } = runtime.config;
    const { importId = null, ...result } = isDryRun
      ? { ...(await importOrgUnits(ctx, { ...wanted, isDryRun })), importId: undefined }
      : await bringInFile(ctx, { ...wanted, maxBytes });
    if (reportFile !== undefined) await writeFile(reportFile, `${JSON.stringify(result.report, null, 2)}\n`);
    const undo = result.isDone && importId !== null ? `\n  cairn registry undo --import ${importId} takes it back` : '';
    const text = `${describe(result, isDryRun)}${undo}`;
    const data = { ...result.report, ...(importId !== null && { importId }) };
    return { data, text, ...(!result.isDone && !isDryRun && { failed: true as const }) };
  },
});

const undoUnits = defineCommand({
  name: 'registry undo',
  usage: '--import ID [--org N]',
  summary: 'Takes a whole import back, if nothing came to hang on its units since: all of it, or nothing.',
  options: { org: { type: 'string' }, import: { type: 'string' } },
  inputSchema: z.strictObject({ org: z.string().min(1).nullable().default(null), import: z.uuid() }),
  async run(runtime, { org, import: importId }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const undone = await undoImport(ctx, { importId });
    const text = `Undone: ${String(undone.removed)} units removed, ${String(undone.restored)} are what they were.`;
    return { data: undone, text };
  },
});

const exportUnits = defineCommand({
  name: 'registry export',
  usage: '--pyramid P --version V --out FILE [--format gpkg|geojson|csv|xlsx|parquet] [--locale en|fr|de] [--org N]',
  summary: 'Writes a version of a pyramid: as a GeoPackage, which an import reads back, or as a table.',
  options: {
    org: { type: 'string' },
    pyramid: { type: 'string' },
    version: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string' },
    locale: { type: 'string' },
  },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    pyramid: z.string().min(1),
    version: z.coerce.number().int().min(0),
    out: z.string().min(1),
    format: unitExportSchema.shape.format.default('gpkg'),
    locale: unitExportSchema.shape.locale,
  }),
  async run(runtime, { org, out, ...order }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    if (existsSync(out)) throw new Problem('already_exists', { detail: `${out} exists already.` });
    const units = await exportOrgUnits(ctx, { ...order, path: out });
    return { data: { units, path: out }, text: `Wrote ${String(units)} units to ${out}.` };
  },
});

async function readMapping(path: string): Promise<ImportMapping> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Problem('input_invalid', { fields: { map: `${path}: ${(error as Error).message}` }, cause: error });
  }
  const mapping = importMappingSchema.safeParse(parsed);
  if (mapping.success) return mapping.data;
  const flaws = mapping.error.issues.map(({ path: member, message }) => `${member.join('.') || 'it'}: ${message}`);
  throw new Problem('input_invalid', { fields: { map: `${path}: ${flaws.join('; ')}` } });
}

function describe({ report, isDone, pyramid, version }: ImportResult, isDryRun: boolean): string {
  const { created, updated, unchanged, refused, leaves, rows } = report;
  const done = isDone ? 'Imported into' : isDryRun ? 'Dry run, nothing was written:' : 'REFUSED, nothing was written:';
  const shown = rows
    .slice(0, shownRows)
    .map(({ line, column, message }) => `${String(line).padStart(7)}  ${column ?? ''}  ${message}`);
  return [
    `${done} ${pyramid}, version ${String(version)}`,
    `  ${String(created)} new, ${String(updated)} changed, ${String(unchanged)} as they were, ${String(refused)} refused; ${String(leaves)} rows of the list`,
    ...shown,
    ...(rows.length > shownRows ? [`  and ${String(rows.length - shownRows)} more; --report FILE writes all`] : []),
  ].join('\n');
}

export const registryCommands = [importUnits, undoUnits, exportUnits];
