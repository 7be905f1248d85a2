import { z } from 'zod';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { NetworkMessage } from '#lib/sensors/index.ts';

/** LoRa payloads are 242 bytes at most; base64 of something larger is no uplink. */
const maxPayloadCharacters = 2000;

/** LoRa's range; 0 is left out by networks. */
export const spreadingFactorSchema = z.number().int().min(5).max(12).nullish();
export const bandwidthHzSchema = z.number().int().min(1).max(10_000_000).nullish();

/** RFC 3339, as networks write instants; years beyond 9999 are none. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish();

const loraSchema = z.looseObject({ bandwidth: bandwidthHzSchema, spreading_factor: spreadingFactorSchema });

/** What is used of an uplink (managair.md 13.5). Fields that are 0 are left out by the network. */
const uplinkSchema = z.looseObject({
  end_device_ids: z.looseObject({ dev_eui: z.string().optional(), device_id: z.string().optional() }),
  correlation_ids: z.array(z.string()).optional(),
  received_at: z.string().optional(),
  uplink_message: z
    .looseObject({
      session_key_id: z.string().default(''),
      f_port: z.number().int().min(0).max(255).default(5),
      f_cnt: z.number().int().min(0).default(0),
      frm_payload: z.string().max(maxPayloadCharacters).nullish(),
      received_at: instantSchema,
      settings: z
        .looseObject({
          data_rate: z.looseObject({ lora: loraSchema.nullish() }).nullish(),
          data_rate_index: z.number().int().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** EU868 data rates by index; 0, which the network leaves out, is SF12 (managair.md 18, defect 33). */
const ratesOfIndex: readonly { readonly spreadingFactor: number; readonly bandwidthHz: number }[] = [
  ...[12, 11, 10, 9, 8, 7].map((spreadingFactor) => ({ spreadingFactor, bandwidthHz: 125_000 })),
  { spreadingFactor: 7, bandwidthHz: 250_000 },
];

/**
 * An uplink of The Things Stack v3, by webhook or MQTT. Null: an event without a payload (a join, an acknowledgement).
 * One message is told by its session and frame counter; one that is simulated has no session, and is told by when it came.
 * Errors: `input_invalid`.
 */
export function readTtnUplink(body: unknown, now: Date): NetworkMessage | null {
  const { end_device_ids: ids, uplink_message: uplink } = parseInput(uplinkSchema, body);
  if (!uplink?.frm_payload) return null;
  const { session_key_id: session, f_cnt: count, f_port: port, received_at: receivedAt } = uplink;
  const came = session === '' && receivedAt ? ` ${receivedAt.toISOString()}` : '';
  return {
    network: 'ttn',
    eui64: requireEui(ids.dev_eui),
    identity: `${session} ${String(count)} ${String(port)} ${uplink.frm_payload}${came}`,
    payload: readBase64(uplink.frm_payload, 'uplink_message.frm_payload'),
    port,
    dataRate: rateOf(uplink.settings),
    sentAt: receivedAt ?? now,
  };
}

/** Events of devices that have none (activated by personalization) are no concern; their payloads belong to nobody. */
function requireEui(eui: string | undefined): string {
  if (eui !== undefined) return eui;
  const message = 'The device has no EUI: give it one in the network.';
  throw new Problem('input_invalid', { detail: message, fields: { 'end_device_ids.dev_eui': message } });
}

type Settings = NonNullable<z.infer<typeof uplinkSchema>['uplink_message']>['settings'];

function rateOf(settings: Settings): NetworkMessage['dataRate'] {
  if (!settings) return null;
  const { bandwidth, spreading_factor: spreadingFactor } = settings.data_rate?.lora ?? {};
  if (spreadingFactor) return { spreadingFactor, bandwidthHz: bandwidth ?? 125_000 };
  // FSK and LR-FHSS say so by their own members: an index that is left out is not SF12 there.
  const isOther = Object.keys(settings.data_rate ?? {}).some((name) => name !== 'lora');
  if (isOther) return null;
  return ratesOfIndex[settings.data_rate_index ?? 0] ?? null;
}

/** Bytes of a text in Base64, in either of its alphabets (RFC 4648, 4 and 5). Errors: `input_invalid`, naming the field. */
export function readBase64(text: string, field: string): Buffer {
  const whole = text.replaceAll(/\s/g, '');
  const digits = whole.replace(/={0,2}$/, '');
  const isPadded = whole.length === digits.length || whole.length % 4 === 0;
  // One digit more than whole groups of four are six bits: no byte.
  if (/^[A-Za-z0-9+/_-]*$/.test(digits) && isPadded && digits.length % 4 !== 1) return Buffer.from(digits, 'base64');
  const message = 'This is not Base64.';
  throw new Problem('input_invalid', { detail: `${field}: ${message}`, fields: { [field]: message } });
}
