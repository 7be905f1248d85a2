/** How people write units whose UCUM code is not what they write. */
const symbols: Readonly<Record<string, string>> = {
  '[ppm]': 'ppm',
  '[ppb]': 'ppb',
  '[g]': 'g',
  '1': '',
  Cel: '°C',
  deg: '°',
};

/** The symbol of a unit given by its UCUM code; empty for plain numbers. */
export function unitSymbol(ucum: string): string {
  return symbols[ucum] ?? ucum;
}
