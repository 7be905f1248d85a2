import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rootDir } from '#lib/platform/process/root-dir.ts';
import { UsageError } from './command.ts';
import { commands } from './commands.ts';

/** The real command line; nothing here gets as far as opening a database. */
function cairn(...words: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['lib/commands/cairn.ts', ...words], {
    cwd: rootDir,
    env: { ...process.env, CAIRN_DATA_DIR: '/dev/null/nowhere' },
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const noDatabase = () => Promise.reject(new Error('a database was opened'));
const named = commands.map((command) => [command.name, command] as const);

describe('npm run cairn', () => {
  it('platform: help lists every command with its words and what it does, or those of one noun', () => {
    const { status, out } = cairn('help');
    expect(status).toBe(0);
    for (const { name, usage, summary } of commands) {
      expect(out).toContain(`cairn ${name} ${usage}`);
      expect(out).toContain(summary);
    }
    expect(cairn('help', 'study').out).not.toContain('cairn org');
    expect(cairn('help', 'nothing')).toMatchObject({ status: 2, err: expect.stringContaining('"nothing"') as string });
  }, 60_000);

  it('platform: words that are no command are told where to look, with status 2', () => {
    expect(cairn('nonsense', 'now')).toMatchObject({
      status: 2,
      out: '',
      err: 'There is no command "nonsense now". `cairn help` lists them.\n',
    });
    expect(cairn('study').err).toBe('There is no command "study". `cairn help study` lists them.\n');
  }, 60_000);

  it('platform: wrong options are told with the usage, for machines as JSON', () => {
    const wrong = cairn('study', 'create', '--nope');
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain("'--nope'");
    expect(wrong.err).toContain('Usage: cairn study create --org N');
    expect(cairn('task', 'show', '1', '2').err).toContain('"2" is one word too many.');
    const { status, out } = cairn('study', 'create', '--name', 'N', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('--key: is missing.') as string },
    });
  }, 60_000);

  it('platform: a configuration that cannot be used names each setting, with status 1', () => {
    const { status, err } = cairn('org', 'list');
    expect(status).toBe(1);
    expect(err).toContain('CAIRN_DATA_DIR is not a folder');
  }, 60_000);

  describe.each(named)('%s', (_name, command) => {
    it('platform: says what it takes: each option of its usage is one it knows, and the other way round', () => {
      const shown = [...command.usage.matchAll(/--([a-z-]+)/g)].map(([, name]) => name).sort();
      expect(shown).toEqual(Object.keys(command.options ?? {}).sort());
      const words = [...command.usage.replace(/\[?--[a-z-]+( [A-Za-z0-9,|]+)?\]?/g, '').matchAll(/[A-Z]+/g)].map(
        ([word]) => word.toLowerCase(),
      );
      expect(words).toEqual(command.positionals ?? []);
      expect(command.summary).toMatch(/^[A-Z].*\.$/);
    });

    it('platform: tells missing words by name, before any database is opened', async () => {
      const required = command.usage.replace(/\[[^\]]*\]/g, '');
      const names = [...required.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name);
      const outcome = await command
        .parseAndRun(noDatabase, { ...parseArgs({ args: [], options: { ...command.options } }).values })
        .catch((error: unknown) => error);
      // It needs neither words nor a database.
      if (!(outcome instanceof Error)) {
        expect(names).toEqual([]);
        return;
      }
      if (!(outcome instanceof UsageError)) {
        expect(outcome.message).toBe('a database was opened');
        return;
      }
      expect(outcome.message).toContain(`Usage: cairn ${command.name}`);
      const told = [...outcome.message.matchAll(/^ {2}--([a-z-]+):/gm)].map(([, name = '']) => name);
      expect(names).toEqual(expect.arrayContaining(told));
      expect(outcome.message).not.toContain('Invalid input');
    });
  });
});
