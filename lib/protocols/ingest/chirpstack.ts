import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import type { NetworkMessage } from '#lib/sensors/index.ts';
import { bandwidthHzSchema, instantSchema, readBase64, spreadingFactorSchema } from './ttn.ts';

/** What is used of an uplink event (managair.md 19). */
const uplinkSchema = z.looseObject({
  deduplicationId: z.string().min(1).max(100),
  time: instantSchema,
  deviceInfo: z.looseObject({ devEui: z.string() }),
  fPort: z.number().int().min(0).max(255).default(1),
  data: z.string().max(2000).nullish(),
  txInfo: z
    .looseObject({
      modulation: z
        .looseObject({
          lora: z.looseObject({ bandwidth: bandwidthHzSchema, spreadingFactor: spreadingFactorSchema }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** An `up` event of ChirpStack v4. Null: it carries no payload. Errors: `input_invalid`. */
export function readChirpstackUplink(body: unknown, now: Date): NetworkMessage | null {
  const event = parseInput(uplinkSchema, body);
  if (!event.data) return null;
  const { spreadingFactor, bandwidth } = event.txInfo?.modulation?.lora ?? {};
  return {
    network: 'chirpstack',
    eui64: event.deviceInfo.devEui,
    identity: event.deduplicationId,
    payload: readBase64(event.data, 'data'),
    port: event.fPort,
    dataRate: spreadingFactor ? { spreadingFactor, bandwidthHz: bandwidth ?? 125_000 } : null,
    sentAt: event.time ?? now,
  };
}
