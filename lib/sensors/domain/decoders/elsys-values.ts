/** How the values of one type byte of an Elsys message are read (vendor's list of payload types). */
export interface ElsysType {
  readonly bytes: number;
  /** Values by quantity. */
  readonly read: (data: DataView) => Readonly<Record<string, number>>;
}

const int16Tenths = (key: string): ElsysType => ({ bytes: 2, read: (data) => ({ [key]: data.getInt16(0) / 10 }) });
const uint8 = (key: string): ElsysType => ({ bytes: 1, read: (data) => ({ [key]: data.getUint8(0) }) });
const uint16 = (key: string): ElsysType => ({ bytes: 2, read: (data) => ({ [key]: data.getUint16(0) }) });
const uint32 = (key: string): ElsysType => ({ bytes: 4, read: (data) => ({ [key]: data.getUint32(0) }) });

/** Signed 24-bit number, ten-thousandths of a degree. */
function degrees(data: DataView, offset: number): number {
  return ((data.getInt16(offset) << 8) | data.getUint8(offset + 2)) / 10_000;
}

/**
 * Types by their byte. Those that repeat for every sample are CO₂, temperature and humidity. A
 * picture of temperatures (0x13), debug output and settings are no readings: they stay unread.
 */
export const elsysTypes: ReadonlyMap<number, ElsysType> = new Map([
  [0x01, int16Tenths('temperature')],
  [0x02, uint8('humidity')],
  [
    0x03,
    {
      bytes: 3,
      read: (data) => ({
        acceleration_x: data.getInt8(0) / 63,
        acceleration_y: data.getInt8(1) / 63,
        acceleration_z: data.getInt8(2) / 63,
      }),
    },
  ],
  [0x04, uint16('illuminance')],
  [0x05, uint8('motion')],
  [0x06, uint16('co2')],
  [0x07, uint16('battery_voltage')],
  [0x08, uint16('analog_voltage')],
  [0x09, { bytes: 6, read: (data) => ({ latitude: degrees(data, 0), longitude: degrees(data, 3) }) }],
  [0x0a, uint16('pulses')],
  [0x0b, uint32('pulses')],
  [0x0c, int16Tenths('external_temperature')],
  [0x0d, uint8('digital_input')],
  [0x0e, uint16('distance')],
  [0x0f, uint8('motion')],
  [
    0x10,
    {
      bytes: 4,
      read: (data) => ({
        infrared_internal_temperature: data.getInt16(0) / 10,
        infrared_external_temperature: data.getInt16(2) / 10,
      }),
    },
  ],
  [0x11, uint8('occupancy')],
  [0x12, uint8('water_leak')],
  [0x14, { bytes: 4, read: (data) => ({ pressure: data.getInt32(0) / 1000 }) }],
  [0x15, { bytes: 2, read: (data) => ({ sound_peak: data.getUint8(0), sound_mean: data.getUint8(1) }) }],
  [0x16, uint16('pulses_2')],
  [0x17, uint32('pulses_2')],
  [0x18, uint16('analog_voltage_2')],
  [0x19, int16Tenths('external_temperature_2')],
  [0x1a, uint8('digital_input_2')],
  [0x1c, uint16('tvoc')],
]);
