import { contentFlaw, type Decoded, type Decoder, formatFlaw, type Uplink } from './decoder.ts';

/**
 * Talkpool OY1012 (managair.md 13.4): five bytes; temperature and humidity of twelve bits each, their low nibbles in the
 * third byte; CO₂ of sixteen bits. One sample, at the time of receipt.
 */
export const talkpool: Decoder = { protocol: 'TALKPOOLOY1012', version: 1, decode };

function decode({ payload, receivedAt }: Uplink): Decoded {
  if (payload.length !== 5) return formatFlaw(`A message is five bytes; this one has ${String(payload.length)}.`);
  const [first = 0, second = 0, nibbles = 0, co2High = 0, co2Low = 0] = payload;
  const temperature = (((first << 4) | (nibbles >> 4)) - 800) / 10;
  const humidity = (((second << 4) | (nibbles & 15)) - 250) / 10;
  const co2 = (co2High << 8) | co2Low;
  if (humidity < 0 || humidity > 100) return contentFlaw(`A humidity of ${String(humidity)} % cannot be.`);
  if (co2 > 10_000) return contentFlaw(`CO₂ of ${String(co2)} ppm is beyond what the sensor measures.`);
  return { samples: [{ observedAt: receivedAt, values: { co2, temperature, humidity } }], unread: '' };
}
