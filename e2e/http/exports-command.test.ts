import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '#lib/commands/commands.ts';
import { readArchive } from '../harness/archive.ts';
import { openExportTest, type ExportTest } from '../harness/exports.ts';
import { runTasks } from '../harness/tasks.ts';
import type { Tenant } from '../harness/tenant.ts';

let test: ExportTest;
let tenant: Tenant;
let folder: string;

beforeAll(async () => {
  test = await openExportTest();
  tenant = await test.aTenant();
  folder = await mkdtemp(join(tmpdir(), 'cairn-export-'));
  await test.send(tenant, [{ type: 'pdk-user', members: { mode: 'foreground' } }, { members: { level: 9 } }]);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command in the tenant, by its name and options. */
async function cairn(name: string, words: Readonly<Record<string, string>>) {
  const command = commands.find((known) => known.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command.parseAndRun(() => Promise.resolve(test.runtime), { org: tenant.studyKey, ...words });
}

describe('pdk-30 the command line', () => {
  it('pdk-30 orders an export in the forms asked for, and writes the archive with its checksum', async () => {
    const words = { study: tenant.studyKey, types: 'pdk-user', contents: 'tables,raw', formats: 'csv,parquet' };
    expect((await cairn('export estimate', words)).text).toContain('about 1 points of 1 sources');
    const { data } = await cairn('export order', words);
    const { taskIds } = z.object({ taskIds: z.array(z.string()) }).parse(data);
    await runTasks(test.runtime);
    const out = join(folder, 'archive.zip');
    const { text } = await cairn('export download', { id: taskIds[0]!, out });
    const bytes = await readFile(out);
    expect(text).toBe(`${createHash('sha256').update(bytes).digest('hex')}  ${out}`);
    expect([...(await readArchive(bytes)).keys()]).toEqual([
      'pdk-user/p-1.csv',
      'pdk-user/p-1.parquet',
      'P-1__pdk-user__2025-10-09.json',
      'CAIRN-MANIFEST',
    ]);
    await expect(cairn('export download', { id: taskIds[0]!, out })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('pdk-30 says which words cannot be used', async () => {
    await expect(cairn('export order', { study: tenant.studyKey, formats: 'xlsx' })).rejects.toThrow('--formats');
    await expect(cairn('export order', { study: tenant.studyKey, from: 'May' })).rejects.toThrow('--from');
    await expect(cairn('export order', { study: tenant.studyKey, 'part-points': 'many' })).rejects.toThrow(
      '--part-points',
    );
    await expect(cairn('export order', { study: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pdk-33 sets and takes back legacy reports', async () => {
    const header = async () => {
      const archive = await test.exported(test.as(tenant), tenant, { types: ['pdk-user'] });
      return archive.get('pdk-user/p-1.txt')?.split('\r\n')[0]?.split('\t').length;
    };
    await cairn('study set', { key: tenant.studyKey, 'legacy-reports': 'on' });
    expect(await header()).toBe(4);
    expect((await cairn('export estimate', { study: tenant.studyKey })).text).toContain('headers of PDK');
    await cairn('study set', { key: tenant.studyKey, 'legacy-reports': 'off' });
    expect(await header()).toBe(6);
  });
});
