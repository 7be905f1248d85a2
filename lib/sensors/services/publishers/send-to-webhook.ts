import { postText } from '#lib/platform/outgoing/post-text.ts';
import { signatureHeader, signWebhook } from '#lib/sources/domain/alerts/webhook.ts';
import { endRegistration, noteRegistration } from '../../data/publishers/registrations.sql.ts';
import { cloudEventType, writeCloudEvent } from '../../domain/publishers/cloud-event.ts';
import { webhookSecretsSchema, webhookSettingsSchema } from '../../domain/publishers/publisher.ts';
import { openSecrets, requireSuccess, type PublishRuntime, type Sending } from './sending.ts';

/**
 * Posts a publication as a signed CloudEvent. The installation counts as known there before the first attempt, so that it is
 * withdrawn even when no answer was seen. Throws when the receiver cannot be reached or says no.
 */
export async function sendToWebhook(runtime: PublishRuntime, { publication, publisher, at }: Sending): Promise<void> {
  const { url } = webhookSettingsSchema.parse(publisher.settings);
  const { signingKey } = webhookSecretsSchema.parse(openSecrets(runtime, publisher));
  if (publication.kind === 'sample') await noteRegistration(runtime.db, publication, at);
  const body = writeCloudEvent(publication, runtime.config.publicUrl);
  const headers = {
    'content-type': cloudEventType,
    'user-agent': 'Cairn',
    [signatureHeader]: signWebhook(signingKey, body, at),
  };
  const answer = await postText({ url, headers, body }, { allowedHosts: runtime.config.internalHosts });
  requireSuccess(answer, 'The event');
  if (publication.kind === 'withdrawal') await endRegistration(runtime.db, publication, at);
}
