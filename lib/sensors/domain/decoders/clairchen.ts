import { before, contentFlaw, type DataRate, type Decoded, type Decoder, formatFlaw, type Uplink } from './decoder.ts';

/** Seconds between samples by spreading factor at 125 kHz (managair.md 13.2). */
const intervalsS: Readonly<Record<number, number>> = { 7: 75, 8: 134, 9: 178, 10: 214, 11: 534, 12: 855 };
const intervalSf7WideS = 38;

/**
 * The home-made Clairchen sensor (managair.md 13.2): byte 0 holds version 0, message 0 and the number of samples less
 * one; then two bytes a sample, oldest first: CO₂ in steps of 20 ppm, five bits °C, three bits humidity.
 */
export const clairchen: Decoder = { protocol: 'CLAIRCHEN', version: 1, decode };

function decode({ payload, receivedAt, dataRate }: Uplink): Decoded {
  const [head, ...rest] = payload;
  if (head === undefined) return formatFlaw('The message is empty.');
  if (rest.length % 2 === 1) return formatFlaw('A sample is two bytes; one byte is left over.');
  if (head >> 6 !== 0) return contentFlaw(`Version ${String(head >> 6)} of the protocol is not known.`);
  if (((head >> 3) & 7) !== 0) return contentFlaw(`Message kind ${String((head >> 3) & 7)} is not known.`);
  const count = (head & 7) + 1;
  if (rest.length !== count * 2) {
    return contentFlaw(`${String(count)} samples are announced and ${String(rest.length / 2)} are there.`);
  }
  const intervalS = intervalOf(dataRate);
  if (count > 1 && intervalS === null) {
    return contentFlaw('The data rate is missing or not one of EU868, so the samples have no times.');
  }
  const samples = Array.from({ length: count }, (_, index) => ({
    observedAt: before(receivedAt, count - index - 1, intervalS ?? 0),
    values: valuesOf(rest[index * 2] ?? 0, rest[index * 2 + 1] ?? 0),
  }));
  return { samples, unread: '' };
}

function valuesOf(first: number, second: number): Readonly<Record<string, number>> {
  return { co2: first * 20, temperature: second >> 3, humidity: (second & 7) * 10 + 10 };
}

function intervalOf(dataRate: DataRate | null): number | null {
  if (dataRate === null) return null;
  if (dataRate.spreadingFactor === 7 && dataRate.bandwidthHz === 250_000) return intervalSf7WideS;
  return intervalsS[dataRate.spreadingFactor] ?? null;
}
