import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { findOrganizationNamed } from '#lib/accounts/index.ts';
import { codebookFormats, exportCodebook } from '#lib/passive/index.ts';
import { commandContext, defineCommand } from './command.ts';

const exportBook = defineCommand({
  name: 'codebook export',
  usage: '--out FILE [--format csv|xlsx|json|md] [--type T] [--org N]',
  summary: 'Writes the codebook: the variables of each type of point, with kinds, ranges, examples and descriptions.',
  options: {
    org: { type: 'string' },
    format: { type: 'string' },
    type: { type: 'string' },
    out: { type: 'string' },
  },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    format: z.enum(codebookFormats).default('csv'),
    type: z.string().min(1).optional(),
    out: z.string().min(1),
  }),
  async run(runtime, { org, format, type, out }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const { content } = await exportCodebook(ctx, { format, ...(type === undefined ? {} : { type }) });
    await pipeline(content, createWriteStream(out));
    return { data: { format, file: out }, text: `Wrote the codebook to ${out}.` };
  },
});

export const codebookCommands = [exportBook];
