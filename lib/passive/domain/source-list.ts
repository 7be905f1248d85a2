import { z } from 'zod';
import { parseCsv } from '#lib/formats/csv/parse-csv.ts';
import { nameSchema } from '#lib/sources/domain/source.ts';
import type { NamedSource, SourceListChange } from '#lib/sources/domain/source-list.ts';

/** The columns of a source list (passive-data-kit.md, 5.7). */
export const sourceListHeader = [
  'Source ID',
  'Source Name',
  'Group',
  'Configuration',
  'Config. Directly Assigned',
] as const;

/** Largest list that is read, in bytes, and its most rows. */
export const maxSourceListBytes = 10 * 1024 * 1024;
const maxRows = 50_000;

/** A line of the list. */
export interface SourceListLine {
  readonly identifier: string;
  readonly name: string;
  readonly group: string;
  /** Name of the configuration the source gets. */
  readonly configuration: string;
  readonly isAssigned: boolean;
}

/** The list as text: tab-separated, CRLF; cells with a quote, tab or line break are quoted. */
export function writeSourceList(lines: readonly SourceListLine[]): string {
  const rows = lines.map((line) => [
    line.identifier,
    line.name,
    line.group,
    line.configuration,
    line.isAssigned ? '1' : '0',
  ]);
  return [sourceListHeader, ...rows].map((row) => `${row.map(quote).join('\t')}\r\n`).join('');
}

function quote(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Something in the list that cannot be used. */
const listErrorSchema = z.object({ line: z.number(), message: z.string() });
export type SourceListError = z.infer<typeof listErrorSchema>;

const count = z.number();

/** What a list would change, or has changed. */
export const sourceListReportSchema = z.object({
  rows: count,
  added: count,
  renamed: count,
  regrouped: count,
  newGroups: z.array(z.string()),
  reassigned: count,
  same: count,
  /** With any of these nothing is changed. */
  errors: z.array(listErrorSchema),
  isApplied: z.boolean(),
});
export type SourceListReport = z.infer<typeof sourceListReportSchema>;

/** The report before it is applied, and the sources that would be different. */
export interface SourceListPlan {
  readonly report: SourceListReport;
  readonly changes: readonly SourceListChange[];
}

export interface PlanInput {
  readonly text: string;
  readonly sources: readonly NamedSource[];
  readonly groups: readonly string[];
  readonly configurations: readonly { readonly id: string; readonly name: string }[];
}

/** Compares a list with what is there. Throws `file_unreadable` for text that is no table. */
export function planSourceList({ text, sources, groups, configurations }: PlanInput): SourceListPlan {
  const known = new Map(sources.map((source) => [source.identifier, source]));
  const seen = new Set<string>();
  const errors: SourceListError[] = [];
  const changes: SourceListChange[] = [];
  const newGroups = new Set<string>();
  const counts = { rows: 0, added: 0, renamed: 0, regrouped: 0, reassigned: 0, same: 0 };
  for (const { line, fields } of parseCsv(text, '\t')) {
    if (line === 1 || fields.every((field) => field.trim() === '')) {
      if (line === 1 && !isHeader(fields))
        errors.push({ line, message: `The first line must be: ${sourceListHeader.join(', ')}.` });
      continue;
    }
    counts.rows += 1;
    if (counts.rows > maxRows) {
      errors.push({ line, message: `A list has at most ${String(maxRows)} rows.` });
      break;
    }
    const read = readLine(fields, configurations);
    if (typeof read === 'string') errors.push({ line, message: read });
    else if (seen.has(read.identifier))
      errors.push({ line, message: `"${read.identifier}" stands in the list twice.` });
    else {
      seen.add(read.identifier);
      if (read.groupName !== null && !groups.includes(read.groupName)) newGroups.add(read.groupName);
      if (countChange(counts, known.get(read.identifier), read)) changes.push(read);
    }
  }
  return { report: { ...counts, newGroups: [...newGroups], errors: errors.slice(0, 100), isApplied: false }, changes };
}

function isHeader(fields: readonly string[]): boolean {
  return sourceListHeader.every((name, place) => fields[place]?.trim().toLowerCase() === name.toLowerCase());
}

/** The source as the line wants it, or what is wrong with the line. */
function readLine(fields: readonly string[], configurations: PlanInput['configurations']): SourceListChange | string {
  if (fields.length > sourceListHeader.length) return `The line has ${String(fields.length)} cells; a list has five.`;
  const [identifierText = '', nameText = '', group = '', configuration = '', assigned = ''] = fields.map((field) =>
    field.trim(),
  );
  const identifier = nameSchema.safeParse(identifierText);
  if (!identifier.success) return `Source ID: ${identifier.error.issues[0]?.message ?? ''}`;
  const name = nameSchema.safeParse(nameText === '' ? identifierText : nameText);
  if (!name.success) return `Source Name: ${name.error.issues[0]?.message ?? ''}`;
  const groupName = group === '' ? null : nameSchema.safeParse(group);
  if (groupName?.success === false) return `Group: ${groupName.error.issues[0]?.message ?? ''}`;
  if (!/^(|0|1|true|false)$/i.test(assigned)) return `Config. Directly Assigned: "${assigned}" is neither 1 nor 0.`;
  const change = { identifier: identifier.data, name: name.data, groupName: groupName?.data ?? null };
  if (!/^(1|true)$/i.test(assigned)) return { ...change, configurationId: null };
  const named = configurations.filter((one) => one.name === configuration);
  if (named.length !== 1) {
    return named.length === 0
      ? `Configuration: the study has none called "${configuration}".`
      : `Configuration: the study has several called "${configuration}".`;
  }
  return { ...change, configurationId: named[0]?.id ?? null };
}

/** Counts what is different; false when nothing is. */
function countChange(
  counts: { added: number; renamed: number; regrouped: number; reassigned: number; same: number },
  before: NamedSource | undefined,
  after: SourceListChange,
): boolean {
  if (!before) {
    counts.added += 1;
    return true;
  }
  const isRenamed = before.name !== after.name;
  const isRegrouped = before.groupName !== after.groupName;
  const isReassigned = before.configurationId !== after.configurationId;
  if (isRenamed) counts.renamed += 1;
  if (isRegrouped) counts.regrouped += 1;
  if (isReassigned) counts.reassigned += 1;
  const isDifferent = isRenamed || isRegrouped || isReassigned;
  if (!isDifferent) counts.same += 1;
  return isDifferent;
}
