/** Data rates of LoRaWAN in Europe by spreading factor, from the fastest to the slowest. */
export const spreadingFactors = [7, 8, 9, 10, 11, 12] as const;
export type SpreadingFactor = (typeof spreadingFactors)[number];

/** What an ERS is told to do. Periods of temperature and sending count samples of carbon dioxide. */
export interface ErsSettings {
  /** Seconds between samples. */
  readonly samplePeriodS: number;
  /** Samples between values of temperature and humidity; 0: with none of them. */
  readonly temperaturePeriod: number;
  /** Samples between messages: so many values travel in one. */
  readonly sendPeriod: number;
}

const mostUnsigned32 = 0xffff_ffff;

/**
 * What an ERS may send at a spreading factor without using more of the air than it is given (managair.md 13.3): the slower
 * a message, the more values wait for it, and the rarer it is. As fast as SF9 there is room for temperature too.
 */
export function ersSettingsFor(spreadingFactor: SpreadingFactor): ErsSettings {
  if (spreadingFactor === 12) return { samplePeriodS: 948, temperaturePeriod: 0, sendPeriod: 5 };
  if (spreadingFactor === 11) return { samplePeriodS: 593, temperaturePeriod: 0, sendPeriod: 4 };
  if (spreadingFactor === 10) return { samplePeriodS: 356, temperaturePeriod: 0, sendPeriod: 3 };
  return { samplePeriodS: 326, temperaturePeriod: 1, sendPeriod: 2 };
}

/** Types of the settings in a block. */
const samplePeriodType = 0x14;
const temperaturePeriodType = 0x15;
const sendPeriodType = 0x1f;
/** Begins a block of settings. */
const blockHeader = 0x3e;

/**
 * The block of a downlink that sets an ERS: its header, its length, and each setting as a type with 32 bits, big-endian.
 * Throws `RangeError` for what 32 bits without a sign do not hold.
 */
export function writeErsSettings({ samplePeriodS, temperaturePeriod, sendPeriod }: ErsSettings): Uint8Array {
  const settings = [
    [samplePeriodType, samplePeriodS],
    [temperaturePeriodType, temperaturePeriod],
    [sendPeriodType, sendPeriod],
  ] as const;
  const block = new DataView(new ArrayBuffer(2 + settings.length * 5));
  block.setUint8(0, blockHeader);
  block.setUint8(1, block.byteLength - 2);
  for (const [index, [type, value]] of settings.entries()) {
    if (!Number.isInteger(value) || value < 0 || value > mostUnsigned32) {
      throw new RangeError(`a setting of ${String(value)} does not fit into 32 bits`);
    }
    block.setUint8(2 + index * 5, type);
    block.setUint32(3 + index * 5, value);
  }
  return new Uint8Array(block.buffer);
}

/** Bytes as upper-case hexadecimal digits, as consoles of networks take them. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

/** Settings that an ERS reads from a tag (NFC) or that people scan, in the words of the vendor (managair.md 13.5). */
export function ersTagSettings(keys: { readonly appEui: string; readonly appKey: string }): string {
  const settings = {
    AppEui: keys.appEui.toUpperCase(),
    AppKey: keys.appKey.toUpperCase(),
    Ota: true,
    Ack: false,
    SplPer: 356,
    Co2Per: 1,
    TempPer: 0,
    SendPer: 3,
    VddPer: 0,
    QSize: 5,
    QOffset: false,
    QPurge: true,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}:${String(value)}`)
    .join('\n');
}
