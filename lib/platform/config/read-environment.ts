import { readFileSync } from 'node:fs';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Values by variable name, and what was wrong by variable name. */
export interface RawEnvironment {
  readonly values: Record<string, string>;
  readonly problems: Record<string, string>;
}

/** Takes each variable from its own name or from the file that `<NAME>_FILE` names; empty counts as not set. */
export function readEnvironment(env: Environment, names: readonly string[]): RawEnvironment {
  const values: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const name of names) {
    const direct = env[name]?.trim() ?? '';
    const file = env[`${name}_FILE`]?.trim() ?? '';
    if (direct !== '' && file !== '') problems[name] = `is given twice; remove either ${name} or ${name}_FILE`;
    else if (direct !== '') values[name] = direct;
    else if (file !== '') readValueFile(name, file, { values, problems });
  }
  return { values, problems };
}

function readValueFile(name: string, file: string, { values, problems }: RawEnvironment): void {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') problems[`${name}_FILE`] = `names a file that is empty: ${file}`;
    else values[name] = text;
  } catch (error) {
    problems[`${name}_FILE`] =
      `names a file that cannot be read: ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
