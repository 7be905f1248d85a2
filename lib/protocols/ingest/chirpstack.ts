import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import type { NetworkMessage } from '#lib/sensors/index.ts';
import { readBase64 } from './ttn.ts';

/** What is used of an uplink event (managair.md 19). */
const uplinkSchema = z.looseObject({
  deduplicationId: z.string().min(1).max(100),
  time: z.coerce.date().optional(),
  deviceInfo: z.looseObject({ devEui: z.string() }),
  fPort: z.number().int().min(0).max(255).default(1),
  data: z.string().max(2000).default(''),
  txInfo: z
    .looseObject({
      modulation: z
        .looseObject({
          lora: z
            .looseObject({ bandwidth: z.number().int().optional(), spreadingFactor: z.number().int().optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

/** An `up` event of ChirpStack v4. Null: it carries no payload. Errors: `input_invalid`. */
export function readChirpstackUplink(body: unknown, now: Date): NetworkMessage | null {
  const event = parseInput(uplinkSchema, body);
  if (event.data === '') return null;
  const { spreadingFactor, bandwidth } = event.txInfo?.modulation?.lora ?? {};
  return {
    network: 'chirpstack',
    eui64: event.deviceInfo.devEui,
    identity: event.deduplicationId,
    payload: readBase64(event.data, 'data'),
    port: event.fPort,
    dataRate: spreadingFactor === undefined ? null : { spreadingFactor, bandwidthHz: bandwidth ?? 125_000 },
    sentAt: event.time ?? now,
  };
}
