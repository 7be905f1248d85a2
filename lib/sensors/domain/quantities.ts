/** What a quantity is and which values of it can be true. */
export interface QuantityFacts {
  /** Stable word, in addresses and answers. */
  readonly key: string;
  /** UCUM code of the unit. */
  readonly unit: string;
  /** Values outside of these, ends included, are refused; null: no limit. */
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Quantities that the decoders know. Others come into being when an administrator names them. Limits of CO₂ and humidity
 * as in managair.md 2; temperatures below -20 and above 40 °C are true outdoors (defect 34 of section 18).
 */
export const knownQuantities = [
  { key: 'co2', unit: '[ppm]', min: 0, max: 10_000 },
  { key: 'temperature', unit: 'Cel', min: -99.9, max: 99.9 },
  { key: 'humidity', unit: '%', min: 0, max: 100 },
  { key: 'acceleration_x', unit: '[g]', min: -2.1, max: 2.1 },
  { key: 'acceleration_y', unit: '[g]', min: -2.1, max: 2.1 },
  { key: 'acceleration_z', unit: '[g]', min: -2.1, max: 2.1 },
  { key: 'illuminance', unit: 'lx', min: 0, max: 65_535 },
  { key: 'motion', unit: '1', min: 0, max: null },
  { key: 'battery_voltage', unit: 'mV', min: 0, max: 65_535 },
  { key: 'analog_voltage', unit: 'mV', min: 0, max: 65_535 },
  { key: 'latitude', unit: 'deg', min: -90, max: 90 },
  { key: 'longitude', unit: 'deg', min: -180, max: 180 },
  { key: 'pulses', unit: '1', min: 0, max: null },
  { key: 'external_temperature', unit: 'Cel', min: -300, max: 3276.7 },
  { key: 'distance', unit: 'mm', min: 0, max: 65_535 },
  { key: 'occupancy', unit: '1', min: 0, max: 255 },
  { key: 'water_leak', unit: '1', min: 0, max: 255 },
  { key: 'pressure', unit: 'hPa', min: 0, max: 2000 },
  { key: 'sound_peak', unit: 'dB', min: 0, max: 255 },
  { key: 'sound_mean', unit: 'dB', min: 0, max: 255 },
  { key: 'tvoc', unit: '[ppb]', min: 0, max: 65_535 },
  { key: 'digital_input', unit: '1', min: 0, max: 255 },
  { key: 'digital_input_2', unit: '1', min: 0, max: 255 },
  { key: 'infrared_internal_temperature', unit: 'Cel', min: -300, max: 3276.7 },
  { key: 'infrared_external_temperature', unit: 'Cel', min: -300, max: 3276.7 },
  { key: 'pulses_2', unit: '1', min: 0, max: null },
  { key: 'analog_voltage_2', unit: 'mV', min: 0, max: 65_535 },
  { key: 'external_temperature_2', unit: 'Cel', min: -300, max: 3276.7 },
] as const satisfies readonly QuantityFacts[];

/** What is wrong with a value of a quantity, in a sentence; null when nothing is. */
export function findValueFlaw({ key, unit, min, max }: QuantityFacts, value: number): string | null {
  if (!Number.isFinite(value)) return `${key} is not a number.`;
  if (min !== null && value < min)
    return `${key} is ${String(value)} ${unit}; the least that is taken is ${String(min)}.`;
  if (max !== null && value > max)
    return `${key} is ${String(value)} ${unit}; the most that is taken is ${String(max)}.`;
  return null;
}
