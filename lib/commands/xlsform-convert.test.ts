import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const command = resolve(import.meta.dirname, 'cairn.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-convert-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command where no database can be reached and no configuration holds. */
async function run(...words: readonly string[]): Promise<Ran> {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PATH: process.env['PATH'],
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    PORT: 'none',
  };
  return new Promise((done) => {
    execFile(process.execPath, [command, 'xlsform', 'convert', ...words], { env }, (error, stdout, stderr) => {
      done({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function aFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const sound = '| survey |\n| | type | name | label |\n| | text | q | Q |\n| | image | p | P |\n';
const broken = '| survey |\n| | type | name | label |\n| | text | a b | Q |\n| | text | q | ${z} |\n';

describe('cairn xlsform convert', () => {
  it('col-23 prints the XForm, its id the name of the file', async () => {
    const { status, stdout } = await run(await aFile('my_form.md', sound));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<\?xml version="1.0"\?><h:html .*<data id="my_form">.*<\/h:html>\n$/s);
  });

  it('col-23 writes the XForm to a file, and tells what it holds and what to mend', async () => {
    const out = join(folder, 'out.xml');
    const { status, stdout } = await run(await aFile('form.csv', sound), '--out', out);
    expect(status).toBe(0);
    expect(stdout).toMatch(/form: 2 questions, written to .*out\.xml/);
    expect(stdout).toMatch(/survey, row 3, column parameters: /);
    expect(await readFile(out, 'utf8')).toMatch(/^<\?xml/);
  });

  it('col-23 names every mistake with its place, and writes nothing', async () => {
    const out = join(folder, 'none.xml');
    const { status, stdout } = await run(await aFile('broken.md', broken), '--out', out);
    expect(status).toBe(1);
    expect(stdout).toMatch(/has 2 mistakes and was not converted/);
    expect(stdout).toMatch(/survey, row 2, column name: .*a b/);
    expect(stdout).toMatch(/survey, row 3, column label: .*\$\{z\}/);
    await expect(readFile(out)).rejects.toThrow(/ENOENT/);
  });

  it('col-23 says the same to machines', async () => {
    const findingSchema = z.object({ code: z.string(), row: z.number() });
    const good = await run(await aFile('good.md', sound), '--json');
    expect(JSON.parse(good.stdout)).toMatchObject({
      converted: true,
      form: { formId: 'good', questions: 2 },
      out: null,
    });
    const bad = await run(await aFile('bad.md', broken), '--json');
    expect(bad.status).toBe(1);
    const told = z
      .object({ converted: z.literal(false), errors: z.array(findingSchema) })
      .parse(JSON.parse(bad.stdout));
    expect(told.errors.map(({ code, row }) => [code, row])).toEqual([
      ['name_invalid', 2],
      ['reference_unknown', 3],
    ]);
  });

  it('col-23 says why a file is no workbook, and that a folder cannot be written to', async () => {
    const nothing = await run(await aFile('x.xlsx', '<html/>'));
    expect([nothing.status, nothing.stderr]).toEqual([1, expect.stringMatching(/XML or a web page/)]);
    const nowhere = await run(await aFile('s.md', sound), '--out', join(folder, 'no', 'where.xml'));
    expect(nowhere.status).toBe(1);
    expect(nowhere.stderr).toMatch(/cannot be written: ENOENT/);
  });
});
