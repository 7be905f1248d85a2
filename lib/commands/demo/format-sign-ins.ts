import type { Config } from '#lib/platform/config/config.ts';
import { demoPassword, demoPeople, mainStudy } from './demo-world.ts';

/** The sign-ins of the demo as a table, and where to look first. */
export function formatSignIns(config: Pick<Config, 'secret' | 'publicUrl'>): string {
  const password = demoPassword(config.secret);
  const rows = [['role', 'e-mail', 'password'], ...demoPeople.map(({ role, email }) => [role, email, password])];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd();
  return [
    '',
    'Sign in as one of these people:',
    '',
    ...rows.map(line),
    '',
    `The devices' door:   ${config.publicUrl}/studies/${mainStudy.key}/data/add-bundle.json`,
    `The API, described:  ${config.publicUrl}/api/docs`,
    'Simulated devices send three days of history first, then go on sending. Ctrl-C stops everything; the data stays.',
    '',
    '',
  ].join('\n');
}
