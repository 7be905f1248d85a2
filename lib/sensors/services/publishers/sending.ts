import { openText } from '#lib/platform/crypto/seal.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { OutgoingAnswer } from '#lib/platform/outgoing/post-text.ts';
import type { DuePublication } from '../../data/publishers/outbox.sql.ts';
import type { SealedPublisher } from '../../data/publishers/publishers.sql.ts';

/** What sending needs of the process. */
export type PublishRuntime = Pick<Runtime, 'db' | 'config'>;

/** One publication, where it goes, and when it is tried. */
export interface Sending {
  readonly publication: DuePublication;
  readonly publisher: SealedPublisher;
  readonly at: Date;
}

/** The keys and passwords of a publisher, as JSON. */
export function openSecrets({ config }: Pick<PublishRuntime, 'config'>, { secretsSealed }: SealedPublisher): unknown {
  return JSON.parse(openText(config.secret, secretsSealed));
}

/** Throws unless an answer says that it worked; the message names no address and no key. */
export function requireSuccess(answer: OutgoingAnswer, step: string): OutgoingAnswer {
  if (answer.status >= 200 && answer.status <= 299) return answer;
  throw new Error(`${step} was answered with status ${String(answer.status)}.`);
}
