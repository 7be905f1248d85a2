import type { LonLat } from './lon-lat.ts';

/** Reach of one position, px. */
const radiusPx = 22;
/** How much of the full glow one position gives. */
const share = 0.12;

/** Colours from few to many, of a scale whose lightness grows evenly: it is read without telling hues apart. */
const scale = ['#3b0f70', '#8c2981', '#de4968', '#fe9f6d', '#fcfdbf'] as const;

/** Red, green and blue for each of 256 densities. */
export function heatColors(): Uint8ClampedArray {
  const colors = new Uint8ClampedArray(256 * 3);
  const stops = scale.map((color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)));
  for (let density = 0; density < 256; density += 1) {
    const place = (density / 255) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel += 1) {
      const [low, high] = [stops[from]?.[channel] ?? 0, stops[from + 1]?.[channel] ?? 0];
      colors[density * 3 + channel] = low + (high - low) * (place - from);
    }
  }
  return colors;
}

interface HeatOptions {
  /** Where a position stands on the canvas, px. */
  readonly place: (position: LonLat) => { readonly x: number; readonly y: number };
  readonly colors: Uint8ClampedArray;
}

/** Paints where positions are dense: each glows, and glows add up. Cost: one drawing per position in sight. */
export function paintHeat(
  canvas: HTMLCanvasElement,
  positions: readonly LonLat[],
  { place, colors }: HeatOptions,
): void {
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const glow = makeGlow();
  for (const position of positions) {
    const { x, y } = place(position);
    const isInSight = x > -radiusPx && y > -radiusPx && x < canvas.width + radiusPx && y < canvas.height + radiusPx;
    if (isInSight) context.drawImage(glow, x - radiusPx, y - radiusPx);
  }
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const density = data[at + 3] ?? 0;
    if (density === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) data[at + channel] = colors[density * 3 + channel] ?? 0;
    data[at + 3] = Math.min(230, 90 + density);
  }
  context.putImageData(image, 0, 0);
}

function makeGlow(): HTMLCanvasElement {
  const glow = document.createElement('canvas');
  glow.width = glow.height = 2 * radiusPx;
  const context = glow.getContext('2d');
  if (!context) return glow;
  const gradient = context.createRadialGradient(radiusPx, radiusPx, 0, radiusPx, radiusPx, radiusPx);
  gradient.addColorStop(0, `rgb(0 0 0 / ${String(share)})`);
  gradient.addColorStop(1, 'rgb(0 0 0 / 0)');
  context.fillStyle = gradient;
  context.fillRect(0, 0, 2 * radiusPx, 2 * radiusPx);
  return glow;
}
