import { openMqttSession } from '#lib/platform/mqtt/mqtt-session.ts';
import { endRegistration, noteRegistration } from '../../data/publishers/registrations.sql.ts';
import { writeCloudEvent } from '../../domain/publishers/cloud-event.ts';
import { brokerSecretsSchema, brokerSettingsSchema, installationTopic } from '../../domain/publishers/publisher.ts';
import { openSecrets, type PublishRuntime, type Sending } from './sending.ts';

/**
 * Publishes a publication as a CloudEvent on the topic of its installation, at QoS 1. The last sample is retained there for
 * whoever subscribes later; a withdrawal takes it away. Throws when the broker cannot be reached or does not take it.
 */
export async function sendToBroker(runtime: PublishRuntime, { publication, publisher, at }: Sending): Promise<void> {
  const { url, topic } = brokerSettingsSchema.parse(publisher.settings);
  const { username, password } = brokerSecretsSchema.parse(openSecrets(runtime, publisher));
  const isSample = publication.kind === 'sample';
  if (isSample) await noteRegistration(runtime.db, publication, at);
  const session = await openMqttSession({
    address: { url, caCertificate: null, clientCertificate: null, clientKey: null },
    username: username ?? null,
    password: password ?? null,
    clientId: `cairn-${publication.id.slice(0, 16)}`,
    keepsSession: false,
    allowedHosts: runtime.config.internalHosts,
    filters: [],
    isFull: () => false,
    onMessage: () => Promise.resolve(),
  });
  try {
    const own = installationTopic(topic, publication.installationId);
    await session.publish(own, writeCloudEvent(publication, runtime.config.publicUrl), { isRetained: isSample });
    if (!isSample) await session.publish(own, '', { isRetained: true });
  } finally {
    await session.close();
  }
  if (!isSample) await endRegistration(runtime.db, publication, at);
}
