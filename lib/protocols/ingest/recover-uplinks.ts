import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type NetworkMessage, receiveMessages } from '#lib/sensors/index.ts';
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
  const read: { readonly line: number; readonly message: NetworkMessage }[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    try {
      const message = readUplink(text, ctx.now());
      if (message === null) report.ignored += 1;
      else read.push({ line: index + 1, message });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'input_invalid') throw error;
      report.refused.push({ line: index + 1, reason: reasonOf(error) });
    }
  }
  const outcomes = await receiveMessages(
    ctx,
    read.map(({ message }) => message),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if ('problem' in outcome) report.refused.push({ line: read[index]?.line ?? 0, reason: reasonOf(outcome.problem) });
    else if (outcome.isRepeat) report.repeated += 1;
    else report[outcome.state === 'decoded' ? 'stored' : 'kept'] += 1;
  }
  report.refused.sort((a, b) => a.line - b.line);
  return report;
}

function readUplink(line: string, now: Date): NetworkMessage | null {
  const document = readLine(line);
  return readTtnUplink(wrapperSchema.safeParse(document).data?.result ?? document, now);
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
