import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';

const rowSchema = z.object({
  line: z.number(),
  eui64: z.string(),
  outcome: z.enum(['registered', 'known', 'refused']),
  id: z.string().nullable(),
  reason: z.string(),
});
export type RegisteredRow = z.infer<typeof rowSchema>;

/** Registers the nodes of a list; tells what became of each line. */
export async function registerList(study: string, text: string, protocol: string): Promise<RegisteredRow[]> {
  const answer = z.object({ items: z.array(rowSchema) });
  return (await apiPost('nodes/list', { study, text, protocol }, answer)).items;
}

const reportSchema = z.object({
  stored: z.number(),
  repeated: z.number(),
  kept: z.number(),
  ignored: z.number(),
  refused: z.array(z.object({ line: z.number(), reason: z.string() })),
});
export type RecoveryReport = z.infer<typeof reportSchema>;

/** Lines of one request. */
export const recoveryPart = 200;

export function recoverLines(lines: readonly string[]): Promise<RecoveryReport> {
  return apiPost('sensor-messages/recovery', { lines }, reportSchema);
}
