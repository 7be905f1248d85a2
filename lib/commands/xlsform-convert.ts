import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';
import { convertWorkbook, readWorkbook, type Conversion, type Finding, type FormModel } from '#lib/xlsform/index.ts';
import { defineOfflineCommand, type Outcome } from './command.ts';

/** Converts one form; without `--out` the XForm itself is what the command prints. */
export const convertCommand = defineOfflineCommand({
  name: 'xlsform convert',
  usage: 'FILE [--out FILE] [--without-unused-choices]',
  summary: 'Converts a form (.xlsx, .xls, CSV, Markdown) into an XForm; names every mistake with its row.',
  positionals: ['file'],
  options: { out: { type: 'string' }, 'without-unused-choices': { type: 'boolean' } },
  inputSchema: z.strictObject({
    file: z.string().min(1),
    out: z.string().min(1).optional(),
    'without-unused-choices': z.boolean().default(false),
  }),
  async run({ file, out, 'without-unused-choices': isLean }) {
    const workbook = await readWorkbook(file);
    const formId = basename(file, extname(file));
    const conversion = convertWorkbook(workbook, { formId, includeUnusedChoices: !isLean });
    if (conversion.xml === null || conversion.model === null) return describeRefusal(file, conversion);
    if (out !== undefined) await writeResult(out, conversion.xml);
    return describeForm(conversion, conversion.model, out ?? null);
  },
});

async function writeResult(path: string, xml: string): Promise<void> {
  try {
    await writeFile(path, xml);
  } catch (cause) {
    throw new Problem('input_invalid', { detail: `The file cannot be written: ${(cause as Error).message}.`, cause });
  }
}

function describeRefusal(file: string, { errors, warnings }: Conversion): Outcome {
  const count = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
  const lines = [`${file} has ${count} and was not converted:`, ...errors.map(describeFinding)];
  return { data: { converted: false, errors, warnings }, text: lines.join('\n'), failed: true };
}

function describeForm({ xml, warnings }: Conversion, model: FormModel, out: string | null): Outcome {
  const { formId, version, title, languages, nodes } = model;
  const questions = nodes.filter(({ kind }) => kind === 'question').length;
  const form = { formId, version, title, languages, questions };
  const data = { converted: true, form, out, ...(out === null && { xml }), warnings };
  if (out === null) return { data, text: xml ?? '' };
  const lines = [`${formId}: ${questions} questions, written to ${out}.`, ...warnings.map(describeFinding)];
  return { data, text: lines.join('\n') };
}

/** `survey, row 15, column name: …` */
function describeFinding({ sheet, row, column, message }: Finding): string {
  const place = [sheet, row === null ? null : `row ${row}`, column === null ? null : `column ${column}`];
  const known = place.filter((part) => part !== null);
  return `  ${known.length === 0 ? '' : `${known.join(', ')}: `}${message}`;
}
