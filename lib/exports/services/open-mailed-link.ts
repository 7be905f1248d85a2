import { z } from 'zod';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { openText, sealText } from '#lib/platform/crypto/seal.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { openTaskResult, type OpenedTaskResult } from '#lib/platform/tasks/index.ts';
import { findLinkedArchive, type LinkedArchive } from '../data/deliveries.sql.ts';

type LinkRuntime = Pick<Runtime, 'db' | 'config' | 'context'>;

/** What stands behind a mailed link. */
export interface MailedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly expiresAt: Date;
  /** Opens the file for a few minutes; unlike the token it may stand in an address. */
  readonly ticket: string;
}

/** How long a ticket opens the file, ms: enough to begin a download, and to go on with a cut one. */
const ticketMs = 60 * 60 * 1000;

const ticketSchema = z.object({ id: z.string(), organizationId: z.string(), until: z.number() });

/** Looks behind a mailed link. Throws `not_found` for one that is wrong, over, or whose destination is gone. */
export async function lookBehindLink(runtime: LinkRuntime, token: string): Promise<MailedFile> {
  const linked = await findLinkedArchive(runtime.db, { hash: sha256Hex(token) }, new Date());
  if (!linked) throw gone();
  const { name, sizeBytes, sha256 } = await openLinked(runtime, linked, { isContinuation: true });
  const until = Math.min(linked.expiresAt.getTime(), Date.now() + ticketMs);
  const { id, organizationId } = linked;
  const ticket = sealText(runtime.config.secret, JSON.stringify({ id, organizationId, until }));
  return { name, sizeBytes, sha256, expiresAt: linked.expiresAt, ticket };
}

/** Opens the file that a ticket stands for; audited as a download. Throws `not_found`. */
export async function openMailedFile(
  runtime: LinkRuntime,
  ticket: string,
  options: { readonly isContinuation: boolean },
): Promise<OpenedTaskResult> {
  const { id, organizationId, until } = readTicket(runtime, ticket);
  if (until < Date.now()) throw gone();
  const linked = await findLinkedArchive(runtime.db, { id, organizationId }, new Date());
  if (!linked) throw gone();
  return openLinked(runtime, linked, options);
}

function readTicket({ config }: LinkRuntime, ticket: string): z.infer<typeof ticketSchema> {
  try {
    return ticketSchema.parse(JSON.parse(openText(config.secret, ticket)));
  } catch (error) {
    throw gone(error);
  }
}

function openLinked(
  runtime: LinkRuntime,
  { organizationId, taskId }: LinkedArchive,
  options: { readonly isContinuation: boolean },
): Promise<OpenedTaskResult> {
  const actor = { kind: 'system', label: 'mailed link' } as const;
  return openTaskResult(runtime.context({ organizationId, actor, requestId: newId() }), { taskId, ...options });
}

function gone(cause?: unknown): Problem {
  return new Problem('not_found', { detail: 'This link is over, or was never one of ours.', cause });
}
