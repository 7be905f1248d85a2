import { Readable } from 'node:stream';
import { z } from 'zod';
import { type CellValue, csvRecord } from '#lib/formats/csv/write-csv.ts';
import { guardFormula } from '#lib/formats/spreadsheet/guard-formula.ts';
import { streamXlsx } from '#lib/formats/xlsx/write-xlsx.ts';
import type { Context } from '#lib/platform/context.ts';
import type { CodebookType, CodebookVariable } from '../domain/codebook/codebook.ts';
import { getCodebook } from './get-codebook.ts';

export const codebookFormats = ['csv', 'xlsx', 'json', 'md'] as const;

export const exportCodebookSchema = z.object({
  format: z.enum(codebookFormats).default('csv'),
  /** One type; without it, all. */
  type: z.string().min(1).optional(),
});
export type ExportCodebookInput = z.input<typeof exportCodebookSchema>;

/** The codebook as a file. */
export interface CodebookFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Readable;
}

const columns = [
  'Category',
  'Type',
  'Type title',
  'Group',
  'Variable',
  'Description',
  'Kinds',
  'Minimum',
  'Maximum',
  'Longest text',
  'Longest list',
  'Examples',
  'Points',
  'First seen',
  'Last seen',
] as const;

/** Tells spreadsheets that a file is UTF-8. */
const byteOrderMark = '\uFEFF';

/** The codebook as CSV, XLSX, JSON or Markdown: a row per variable, types by category. Errors: none. */
export async function exportCodebook(ctx: Context, input: ExportCodebookInput): Promise<CodebookFile> {
  const { format, type } = exportCodebookSchema.parse(input);
  const types = await getCodebook(ctx, { typeIdentifier: type });
  const name = `codebook.${format}`;
  switch (format) {
    case 'csv':
      return { name, contentType: 'text/csv; charset=utf-8', content: textOf(toCsv(types)) };
    case 'json':
      return { name, contentType: 'application/json', content: textOf(`${JSON.stringify({ types }, null, 2)}\n`) };
    case 'md':
      return { name, contentType: 'text/markdown; charset=utf-8', content: textOf(toMarkdown(types)) };
    case 'xlsx': {
      const content = streamXlsx({ modifiedAt: ctx.now() }, async (workbook) => {
        await workbook.addSheet('Codebook', columns);
        for (const row of rowsOf(types)) {
          await workbook.addRow(row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell)));
        }
      });
      return { name, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content };
    }
  }
}

function textOf(text: string): Readable {
  return Readable.from([Buffer.from(text)]);
}

function toCsv(types: readonly CodebookType[]): string {
  return byteOrderMark + [columns, ...rowsOf(types)].map((row) => csvRecord(row)).join('');
}

function rowsOf(types: readonly CodebookType[]): CellValue[][] {
  return types.flatMap((type) =>
    type.variables.map((variable) => [
      type.category,
      type.type,
      type.title,
      variable.group,
      variable.path,
      variable.description,
      variable.kinds.join(', '),
      variable.minimum,
      variable.maximum,
      variable.longestText || null,
      variable.longestList || null,
      variable.examples?.join(', ') ?? null,
      variable.pointCount,
      variable.firstSeenAt.toISOString(),
      variable.lastSeenAt.toISOString(),
    ]),
  );
}

function toMarkdown(types: readonly CodebookType[]): string {
  const categories = Map.groupBy(types, ({ category }) => category);
  const parts = [...categories].flatMap(([category, ofCategory]) => [
    `## ${plain(category)}`,
    ...ofCategory.flatMap((type) => [
      `### ${plain(type.title)} (\`${type.type}\`)`,
      ...(type.description === '' ? [] : [plain(type.description)]),
      [
        '| Variable | Kinds | Range | Examples | Points | Description |',
        '|---|---|---|---|--:|---|',
        ...type.variables.map(markdownRow),
      ].join('\n'),
    ]),
  ]);
  return `# Codebook\n\n${parts.join('\n\n')}\n`;
}

function markdownRow(variable: CodebookVariable): string {
  const { path, kinds, minimum, maximum, examples, pointCount, description } = variable;
  const range = minimum === null || maximum === null ? '' : `${minimum} – ${maximum}`;
  const cells = [
    `\`${path}\``,
    kinds.join(', '),
    range,
    examples?.join(', ') ?? '',
    String(pointCount ?? ''),
    description,
  ];
  return `| ${cells.map(plain).join(' | ')} |`;
}

/** A text that stays in its cell. */
function plain(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
