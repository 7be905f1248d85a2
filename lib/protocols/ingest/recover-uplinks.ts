import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { receiveMessage } from '#lib/sensors/index.ts';
import { readTtnUplink } from './ttn.ts';

/** Most lines of one request; a longer file comes in several. */
export const maxRecoveryLines = 500;

export const recoverUplinksSchema = z.strictObject({
  /** As the storage integration gives them: one JSON document a line. */
  lines: z.array(z.string().max(100_000)).min(1).max(maxRecoveryLines),
});

/** What became of the lines: how many were new, here already, without data or unreadable, and why those were. */
export const recoveryReportSchema = z.object({
  stored: z.number(),
  repeated: z.number(),
  /** Kept, but no samples could be read of them yet: no node, no decoder, or bytes that make no sense. */
  kept: z.number(),
  ignored: z.number(),
  refused: z.array(z.object({ line: z.number(), reason: z.string() })),
});
export type RecoveryReport = z.infer<typeof recoveryReportSchema>;

/** The storage wraps each uplink in `result`; a webhook archive does not. */
const wrapperSchema = z.looseObject({ result: z.record(z.string(), z.unknown()) });

/**
 * Brings in uplinks from the storage integration of The Things Stack v3, for what its webhook could not deliver (managair.md
 * 13.5). Sending them again changes nothing; a line that is wrong costs no other.
 * Errors: `permission_missing` (`intake.send`).
 */
export async function recoverUplinks(
  ctx: Context,
  { lines }: z.infer<typeof recoverUplinksSchema>,
): Promise<RecoveryReport> {
  const report = { stored: 0, repeated: 0, kept: 0, ignored: 0, refused: [] as { line: number; reason: string }[] };
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      report[await recoverOne(ctx, line)] += 1;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'input_invalid') throw error;
      report.refused.push({ line: index + 1, reason: reasonOf(error) });
    }
  }
  return report;
}

async function recoverOne(ctx: Context, line: string): Promise<'stored' | 'repeated' | 'kept' | 'ignored'> {
  const document = readLine(line);
  const message = readTtnUplink(wrapperSchema.safeParse(document).data?.result ?? document, ctx.now());
  if (message === null) return 'ignored';
  const { isRepeat, state } = await receiveMessage(ctx, message);
  if (isRepeat) return 'repeated';
  return state === 'decoded' ? 'stored' : 'kept';
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem('input_invalid', { detail: 'This line is not JSON.', cause: error });
  }
}

function reasonOf({ message, fields }: Problem): string {
  const [field] = Object.entries(fields ?? {});
  return field ? `${field[0]}: ${field[1]}` : message;
}
