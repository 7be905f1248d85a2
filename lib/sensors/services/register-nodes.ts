import { z } from 'zod';
import { parseCsv, detectSeparator } from '#lib/formats/csv/parse-csv.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { decoderOf } from '../domain/inventory/catalogue.ts';
import { registerNodeSchema } from '../domain/node.ts';
import { registerNode } from './register-node.ts';

/** Most nodes of one list. */
export const maxRegisteredRows = 500;
const maxListCharacters = 500_000;

export const registerNodesSchema = z.strictObject({
  /** Key of the study. */
  study: z.string().min(1).max(100),
  /** CSV with a header: `eui64` and, as wished, `alias`, `protocol`, `description`, `expected_interval_s`. */
  text: z.string().max(maxListCharacters),
  /** Read by what; for lines that do not say so. */
  protocol: z.string().trim().max(30).default(''),
});

export const registeredRowSchema = z.object({
  /** In the list, from 1; the header is one. */
  line: z.number(),
  eui64: z.string(),
  outcome: z.enum(['registered', 'known', 'refused']),
  /** The node, when it was registered. */
  id: z.guid().nullable(),
  /** Why not, in words; empty: it was. */
  reason: z.string(),
});
export type RegisteredRow = z.infer<typeof registeredRowSchema>;

/** What headers may call a column, in lower case without spaces, dashes and underscores. */
const columns = {
  eui64: ['eui64', 'eui', 'deveui', 'deviceeui'],
  alias: ['alias', 'name'],
  protocol: ['protocol'],
  description: ['description'],
  interval: ['expectedintervals', 'interval', 'intervals'],
} as const;
type Column = keyof typeof columns;

/**
 * Registers the nodes of a list: each line by itself, so that a wrong one costs no other; one that is registered already is
 * known (managair.md 13.5). Errors: `file_unreadable`, `input_invalid` (no EUIs, too many lines), `permission_missing`.
 */
export async function registerNodes(
  ctx: Context,
  { study, text, protocol }: z.infer<typeof registerNodesSchema>,
): Promise<readonly RegisteredRow[]> {
  const [header, ...records] = [...parseCsv(text, detectSeparator(text))].filter(({ fields }) =>
    fields.some((field) => field.trim() !== ''),
  );
  const places = placesOf(header?.fields ?? []);
  if (places.eui64 === -1) throw wrongList('The first line has to name the columns; one of them is "eui64".');
  if (records.length > maxRegisteredRows) {
    throw wrongList(`A list has at most ${String(maxRegisteredRows)} lines; register it in parts.`);
  }
  const rows: RegisteredRow[] = [];
  for (const { line, fields } of records) {
    const of = (column: Column) => fields[places[column]]?.trim() ?? '';
    const read = { eui64: of('eui64'), alias: of('alias'), protocol: of('protocol') || protocol };
    const told = { ...read, description: of('description'), interval: of('interval') };
    rows.push({ line, eui64: told.eui64, ...(await registerRow(ctx, study, told)) });
  }
  return rows;
}

type Told = Readonly<Record<Column, string>>;

async function registerRow(ctx: Context, study: string, told: Told): Promise<Omit<RegisteredRow, 'line' | 'eui64'>> {
  const wish = registerNodeSchema.safeParse({
    ...{ study, eui64: told.eui64, description: told.description },
    ...(told.alias === '' ? {} : { alias: told.alias }),
    ...(told.protocol === '' ? {} : { protocol: decoderOf(told.protocol) }),
    expectedIntervalS: told.interval === '' ? null : Number(told.interval),
  });
  if (!wish.success) return { outcome: 'refused', id: null, reason: wish.error.issues[0]?.message ?? '' };
  if (told.eui64 === '') return { outcome: 'refused', id: null, reason: 'The EUI is missing.' };
  try {
    const { id } = await registerNode(ctx, wish.data);
    return { outcome: 'registered', id, reason: '' };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'already_exists') return { outcome: 'known', id: null, reason: error.message };
    if (error.code === 'input_invalid') return { outcome: 'refused', id: null, reason: reasonOf(error) };
    throw error;
  }
}

function reasonOf({ message, fields }: Problem): string {
  return Object.values(fields ?? {})[0] ?? message;
}

function placesOf(header: readonly string[]): Readonly<Record<Column, number>> {
  const plain = header.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''));
  const placeOf = (column: Column) => plain.findIndex((name) => (columns[column] as readonly string[]).includes(name));
  return {
    eui64: placeOf('eui64'),
    alias: placeOf('alias'),
    protocol: placeOf('protocol'),
    description: placeOf('description'),
    interval: placeOf('interval'),
  };
}

function wrongList(message: string): Problem {
  return new Problem('input_invalid', { detail: message, fields: { text: message } });
}
