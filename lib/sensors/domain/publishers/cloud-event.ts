/** A public sample, or the end of an installation's publicity. */
export interface PublicFact {
  readonly id: string;
  readonly kind: 'sample' | 'withdrawal';
  readonly installationId: string;
  readonly observedAt: Date;
  readonly values: Readonly<Record<string, number>>;
  /** Grows when further values of the instant came after it was written. */
  readonly revision: number;
}

/** Media type of a structured CloudEvents message. */
export const cloudEventType = 'application/cloudevents+json; charset=utf-8';

/**
 * A public fact as a CloudEvent (CloudEvents 1.0.2, JSON format). Its `id` stays when it is sent again, so that a receiver
 * can tell a repeat; with further values of the same instant it is another event. Names no node and no person: the installation is what is public.
 */
export function writeCloudEvent(fact: PublicFact, publicUrl: string): string {
  const { id, kind, installationId, observedAt, values, revision } = fact;
  return JSON.stringify({
    specversion: '1.0',
    id: revision === 0 ? id : `${id}.${String(revision)}`,
    source: publicUrl,
    type: kind === 'sample' ? 'org.cairn.sample.published' : 'org.cairn.installation.withdrawn',
    subject: `installations/${installationId}`,
    time: observedAt.toISOString(),
    datacontenttype: 'application/json',
    data: kind === 'sample' ? { installationId, observedAt, values } : { installationId },
  });
}
