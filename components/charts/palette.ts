/**
 * One palette for charts and maps, told apart by people with any kind of colour vision: hues differ in lightness too,
 * and no meaning rests on colour alone. Values are tokens of the theme, so that they follow light and dark.
 */
const seriesColors = [
  'var(--cairn-series-1)',
  'var(--cairn-series-2)',
  'var(--cairn-series-3)',
  'var(--cairn-series-4)',
  'var(--cairn-series-5)',
  'var(--cairn-series-6)',
  'var(--cairn-series-7)',
  'var(--cairn-series-8)',
] as const;

/** Colour of the n-th series (0-based); begins again after eight. */
export function seriesColor(index: number): string {
  return seriesColors[index % seriesColors.length] ?? seriesColors[0];
}

/** Colours that carry a judgement: good, needs a look, bad. */
export const statusColor = {
  ok: 'var(--cairn-ok)',
  warn: 'var(--cairn-warn)',
  bad: 'var(--cairn-bad)',
  quiet: 'var(--cairn-series-8)',
} as const;

/** Colour of a severity, 0 (good) to 6 (bad): a word or a number always stands beside it. */
export function severityColor(severity: number): string {
  return `var(--cairn-band-${String(Math.min(Math.max(Math.round(severity), 0), 6))})`;
}
