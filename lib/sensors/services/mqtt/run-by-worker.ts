import type { Config } from '#lib/platform/config/config.ts';
import { openText } from '#lib/platform/crypto/seal.ts';
import type { HeldConnection } from '../../data/mqtt/connections.sql.ts';
import { mqttSecretsSchema, type MqttSecrets } from '../../domain/mqtt/mqtt-connection.ts';

/**
 * What the worker that runs connections needs of their rows. It acts for nobody in particular, so nothing here asks for a
 * verb: what a message brings goes through the use-cases that do.
 */
export {
  holdConnections,
  letConnectionsGo,
  writeConnectionState,
  type HeldConnection,
} from '../../data/mqtt/connections.sql.ts';
export { insertMqttMessages, type NewMqttMessage } from '../../data/mqtt/messages.sql.ts';

export { deleteNotices as settleNotices } from '../../data/things/notices.sql.ts';

/** How we show who we are at a broker. */
export function openMqttSecrets({ secretsSealed }: HeldConnection, { secret }: Pick<Config, 'secret'>): MqttSecrets {
  return secretsSealed === null ? {} : mqttSecretsSchema.parse(JSON.parse(openText(secret, secretsSealed)));
}
