import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { describeApi } from '#lib/protocols/cairn/openapi/describe-api.ts';
import { findRoutes } from '#lib/protocols/cairn/openapi/find-routes.ts';

// Writes the description of our own API where the pages under /api/docs read it. Part of `npm run generate`.

const root = resolve(import.meta.dirname, '../..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')));
const file = resolve(root, 'app/api/docs/generated/openapi.json');

await mkdir(dirname(file), { recursive: true });
await writeFile(file, JSON.stringify(describeApi(await findRoutes(root), version), null, 2));
