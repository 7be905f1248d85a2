import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readParquet } from './read-parquet.ts';
import { writeParquet } from './write-parquet.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-parquet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('pdk-17 a file is read as it was written, group by group, all columns or some', async () => {
  const path = join(folder, 'points.parquet');
  const rows = Array.from({ length: 25_000 }, (_, index) => ({
    id: `p-${String(index)}`,
    at: BigInt(index) * 1_000_000n,
    lon: index % 3 === 0 ? null : index / 10,
  }));
  async function* all() {
    yield* rows;
  }
  const columns = [
    { name: 'id', type: 'STRING' },
    { name: 'at', type: 'INT64' },
    { name: 'lon', type: 'DOUBLE' },
  ] as const;
  await writeParquet(path, columns, all());
  expect(await Array.fromAsync(readParquet(path))).toEqual(rows);
  expect((await Array.fromAsync(readParquet(path, ['id']))).at(-1)).toEqual({ id: 'p-24999' });
});

it('pdk-17 what is no such file is refused', async () => {
  const path = join(folder, 'other.parquet');
  await writeFile(path, 'no parquet at all');
  await expect(Array.fromAsync(readParquet(path))).rejects.toThrow();
});
