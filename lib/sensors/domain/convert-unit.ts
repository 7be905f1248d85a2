/** A unit as so many of the base unit of its sort, and what is added besides. */
interface Unit {
  readonly sort: string;
  readonly factor: number;
  readonly offset?: number;
}

const ratio = (factor: number): Unit => ({ sort: 'ratio', factor });
const of = (sort: string, factor = 1): Unit => ({ sort, factor });

/**
 * Units by name: those of SenML that quantities here can be told in (RFC 8428, section 12.1, and the secondary units of RFC 8798),
 * and the UCUM codes of our quantities.
 */
const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries({
    '/': ratio(1),
    '1': ratio(1),
    count: ratio(1),
    '%': ratio(0.01),
    '%RH': ratio(0.01),
    '%EL': ratio(0.01),
    '/100': ratio(0.01),
    '/1000': ratio(0.001),
    ppm: ratio(1e-6),
    '[ppm]': ratio(1e-6),
    '[ppb]': ratio(1e-9),
    K: { sort: 'temperature', factor: 1 },
    Cel: { sort: 'temperature', factor: 1, offset: 273.15 },
    m: of('length'),
    mm: of('length', 0.001),
    cm: of('length', 0.01),
    km: of('length', 1000),
    Pa: of('pressure'),
    hPa: of('pressure', 100),
    V: of('voltage'),
    mV: of('voltage', 0.001),
    A: of('current'),
    mA: of('current', 0.001),
    'm/s2': of('acceleration'),
    '[g]': of('acceleration', 9.80665),
    'm/s': of('speed'),
    'km/h': of('speed', 1 / 3.6),
    deg: of('angle'),
    lat: of('angle'),
    lon: of('angle'),
    rad: of('angle', 180 / Math.PI),
    s: of('time'),
    ms: of('time', 0.001),
    min: of('time', 60),
    h: of('time', 3600),
    W: of('power'),
    kW: of('power', 1000),
    J: of('energy'),
    Wh: of('energy', 3600),
    kWh: of('energy', 3_600_000),
    lx: of('illuminance'),
    dB: of('level'),
  }),
);

/** Digits that a double has beyond doubt: what conversion adds behind them is not measured. */
const soundDigits = 12;

/** A value in another unit; null: the units are not of the same sort, or one of them is not known. */
export function convertUnit(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  const [source, target] = [units.get(from), units.get(to)];
  if (!source || source.sort !== target?.sort) return null;
  if (source.factor === target.factor && source.offset === target.offset) return value;
  const base = value * source.factor + (source.offset ?? 0);
  return Number(((base - (target.offset ?? 0)) / target.factor).toPrecision(soundDigits));
}
