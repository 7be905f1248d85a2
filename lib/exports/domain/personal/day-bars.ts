import { escapeText } from './markup.ts';

/** Bars of a chart at most: more are drawn by month. */
const mostBars = 400;
const widthPx = 800;
const floorPx = 110;

/** Points by day ("2026-11-29", in the reader's zone); grows by a day's entry, not by a point's. */
export class DayCounts {
  readonly #days = new Map<string, number>();

  add(day: string): void {
    this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
  }

  addAll(other: DayCounts): void {
    for (const [day, count] of other.#days) this.#days.set(day, (this.#days.get(day) ?? 0) + count);
  }

  get days(): number {
    return this.#days.size;
  }

  /** First and last day; null: there is none. */
  get range(): readonly [string, string] | null {
    const days = [...this.#days.keys()].sort();
    const [first] = days;
    return first === undefined ? null : [first, days.at(-1) ?? first];
  }

  /** Days from the first to the last, empty ones too; months where there would be too many. */
  bars(): readonly (readonly [string, number])[] {
    const { range } = this;
    if (!range) return [];
    const days = listDays(range);
    if (days.length <= mostBars) return days.map((day) => [day, this.#days.get(day) ?? 0]);
    const months = new Map(days.map((day) => [day.slice(0, 7), 0]));
    for (const [day, count] of this.#days) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + count);
    return [...months];
  }
}

function listDays([first, last]: readonly [string, string]): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(`${first}T00:00:00Z`); ms <= Date.parse(`${last}T00:00:00Z`); ms += 86_400_000) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

/** A chart of counts over time, as SVG of our own: each bar says its day and number. `label` is what it shows. */
export function drawBars(counts: DayCounts, label: string): string {
  const bars = counts.bars();
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) return '';
  const most = bars.reduce((max, [, count]) => Math.max(max, count), 1);
  const stepPx = widthPx / bars.length;
  const drawn = bars
    .map(([day, count], index) => ({ day, count, index }))
    .filter(({ count }) => count > 0)
    .map(({ day, count, index }) => {
      const barPx = Math.max((count / most) * floorPx, 1);
      const width = Math.max(stepPx * 0.8, 0.5).toFixed(2);
      const at = `x="${(index * stepPx).toFixed(2)}" y="${(floorPx - barPx).toFixed(2)}"`;
      return `<rect class="mark" ${at} width="${width}" height="${barPx.toFixed(2)}"><title>${day}: ${String(count)}</title></rect>`;
    });
  const ends = [...new Set([first[0], last[0]])].map((day) => `<span>${day}</span>`).join('');
  // Words stand outside of the drawing: inside they would shrink with it on a phone.
  return `<p class="ends">${String(most)}</p>
<svg viewBox="0 0 ${String(widthPx)} ${String(floorPx + 1)}" role="img" aria-label="${escapeText(label)}">
<line class="axis" x1="0" y1="${String(floorPx)}" x2="${String(widthPx)}" y2="${String(floorPx)}"/>
${drawn.join('\n')}
</svg>
<p class="ends">${ends}</p>`;
}
