import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type FileRow, type FixtureReport, fixtureRowSchema, loadFixtures } from '#lib/sensors/index.ts';
import { commandContext, defineCommand } from './command.ts';

/** Notes that a terminal shows. */
const shownNotes = 20;

const load = defineCommand({
  name: 'sensors load',
  usage: 'FILE…',
  summary: 'Brings in fixture files of the replaced sensor server (people, inventory, samples), in any order, once.',
  positionals: ['file'],
  takesMany: true,
  inputSchema: z.strictObject({ file: z.array(z.string().min(1)).min(1) }),
  async run(runtime, { file: files }) {
    const rows: FileRow[] = [];
    for (const file of files) rows.push(...(await readFixture(file)));
    // Rows say whose they are: nothing is looked up by the organization of this context.
    const ctx = commandContext(runtime, newId<OrganizationId>());
    const report = await loadFixtures({ ctx, config: runtime.config }, rows);
    return { data: report, text: describe(report), ...(report.refused.length > 0 && { failed: true as const }) };
  },
});

async function readFixture(file: string): Promise<FileRow[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Problem('file_unreadable', { detail: `${file}: ${(error as Error).message}`, cause: error });
  }
  const rows = z.array(fixtureRowSchema).safeParse(json);
  if (!rows.success) throw new Problem('file_unreadable', { detail: `${file} is no list of fixture rows.` });
  return rows.data.map((row) => ({ ...row, file: basename(file) }));
}

function describe({ kinds, refused, waiting }: FixtureReport): string {
  const counted = Object.entries(kinds).map(
    ([model, { created, known, leftOut }]) =>
      `  ${model}: ${String(created)} new, ${String(known)} known${leftOut > 0 ? `, ${String(leftOut)} left out` : ''}`,
  );
  const notes = [
    ...refused.map((note) => ({ ...note, word: 'refused' })),
    ...waiting.map((note) => ({ ...note, word: 'waits' })),
  ];
  const shown = notes
    .slice(0, shownNotes)
    .map(({ model, pk, file, message, word }) => `  ${word}: ${model} ${pk} (${file}): ${message}`);
  const more = notes.length - shown.length;
  return [
    `Loaded. ${String(refused.length)} rows were refused, ${String(waiting.length)} wait for what they name.`,
    ...counted,
    ...shown,
    ...(more > 0 ? [`  and ${String(more)} more; --json tells all`] : []),
  ].join('\n');
}

export const sensorCommands = [load];
