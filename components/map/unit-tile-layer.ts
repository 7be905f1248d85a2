import { GridLayer, type Coords, type DoneCallback, type LatLng, type Map as LeafletMap } from 'leaflet';
import type { TilePosition } from '#lib/formats/mvt/tile.ts';
import { tileExtent } from '#lib/registry/domain/tile-address.ts';
import type { TileDetail } from '#lib/registry/domain/unit-tile.ts';
import type { ColorOf } from './gather-markers.ts';
import { readUnitTile, shapeHolds, type TilePoint, type TileShape, type UnitTile } from './read-unit-tile.ts';
import { tokenColor } from './token-color.ts';

const tilePx = 256;
const unitsPerPx = tileExtent / tilePx;
const dotPx = 4;
/** How far from a dot it is still meant, px. */
const reachPx = 10;
/** How far a canvas reaches over its tile, so that no dot is cut, px. */
const marginPx = 12;

/** How tiles are drawn. */
export interface TilePaint {
  readonly colorOf: ColorOf;
  readonly detail: TileDetail;
  readonly selectedId: string | null;
}

interface TileEvents {
  /** Address of a tile. */
  readonly urlOf: (z: number, x: number, y: number) => string;
  /** Tiles of the zoom that is shown changed. */
  readonly onTiles: (tiles: readonly UnitTile[]) => void;
  /** A tile could not be read. */
  readonly onError: (error: Error) => void;
}

interface OpenTile {
  readonly canvas: HTMLCanvasElement;
  readonly stop: AbortController;
  tile: UnitTile | null;
}

/** Vector tiles of units on canvases: shapes, and dots when units are not gathered into markers. */
export class UnitTileLayer extends GridLayer {
  readonly #tiles = new Map<HTMLElement, OpenTile>();
  readonly #events: TileEvents;
  #paint: TilePaint;
  #isGone = false;

  constructor(events: TileEvents, paint: TilePaint) {
    // Over the outlines, whose canvas Leaflet's style sheet puts at 100.
    super({ tileSize: tilePx, updateWhenZooming: false, className: 'cairn-unit-tile', zIndex: 300 });
    this.#events = events;
    this.#paint = paint;
    this.on('tileunload', ({ tile }) => {
      this.#tiles.get(tile)?.stop.abort();
      this.#tiles.delete(tile);
      this.#tell();
    });
  }

  override onRemove(map: LeafletMap): this {
    this.#isGone = true;
    return super.onRemove(map);
  }

  override createTile({ z, x, y }: Coords, done: DoneCallback): HTMLElement {
    const box = document.createElement('div');
    const canvas = document.createElement('canvas');
    const sizePx = tilePx + 2 * marginPx;
    canvas.width = canvas.height = sizePx * devicePixelRatio;
    canvas.style.cssText = `position:absolute;inset:-${String(marginPx)}px;width:${String(sizePx)}px;height:${String(sizePx)}px`;
    box.append(canvas);
    const open: OpenTile = { canvas, stop: new AbortController(), tile: null };
    this.#tiles.set(box, open);
    this.#load(open, { z, x, y }).then(
      () => {
        this.#draw(open);
        done(undefined, box);
        this.#tell();
      },
      (error: unknown) => {
        if (open.stop.signal.aborted) return;
        const failure = error instanceof Error ? error : new Error('a tile could not be read', { cause: error });
        done(failure, box);
        this.#events.onError(failure);
      },
    );
    return box;
  }

  /** Draws what is there in another way. */
  repaint(paint: TilePaint): void {
    this.#paint = paint;
    for (const open of this.#tiles.values()) this.#draw(open);
  }

  /** What is drawn at a place: the nearest dot, else the innermost shape. */
  at(place: LatLng): TilePoint | TileShape | null {
    const { x, y } = this._map.project(place, this._map.getZoom()).divideBy(tilePx);
    const size = 2 ** this._map.getZoom();
    const column = ((Math.floor(x) % size) + size) % size;
    const open = this.#current().find(({ address }) => address.x === column && address.y === Math.floor(y));
    if (!open) return null;
    const within: TilePosition = [(x - Math.floor(x)) * tileExtent, (y - Math.floor(y)) * tileExtent];
    const isShown = (kind: TilePoint | TileShape) => this.#paint.colorOf(kind) !== null;
    const dots = this.#paint.detail === 'dots' ? open.points.filter(isShown) : [];
    const dot = dots
      .map((point) => ({ point, px: distance(point.at, within) / unitsPerPx }))
      .sort((a, b) => a.px - b.px)[0];
    if (dot && dot.px <= reachPx) return dot.point;
    return open.shapes.findLast((shape) => isShown(shape) && shapeHolds(shape, within)) ?? null;
  }

  async #load(
    open: OpenTile,
    { z, x, y }: { readonly z: number; readonly x: number; readonly y: number },
  ): Promise<void> {
    if (y < 0 || y >= 2 ** z) return;
    const response = await fetch(this.#events.urlOf(z, x, y), { signal: open.stop.signal });
    if (!response.ok) throw new Error(`a tile answered with status ${String(response.status)}`);
    open.tile = readUnitTile(new Uint8Array(await response.arrayBuffer()), { z, x, y });
  }

  #current(): UnitTile[] {
    const zoom = this._map.getZoom();
    return [...this.#tiles.values()].flatMap(({ tile }) => (tile?.address.z === zoom ? tile : []));
  }

  /** Says which tiles there are; while those of a new zoom are on the way, the old ones stand. */
  #tell(): void {
    if (this.#isGone) return;
    const current = this.#current();
    if (current.length > 0 || !this.isLoading()) this.#events.onTiles(current);
  }

  #draw({ canvas, tile }: OpenTile): void {
    const context = canvas.getContext('2d');
    if (!context || !tile) return;
    const { colorOf, detail, selectedId } = this.#paint;
    context.reset();
    context.scale(devicePixelRatio, devicePixelRatio);
    context.translate(marginPx, marginPx);
    context.scale(1 / unitsPerPx, 1 / unitsPerPx);
    const looks = <Kind extends TilePoint | TileShape>(kinds: readonly Kind[]) =>
      kinds.flatMap((kind) => {
        const color = colorOf(kind);
        return color === null
          ? []
          : [{ kind, look: { color, isSelected: kind.id !== undefined && kind.id === selectedId } }];
      });
    context.save();
    context.beginPath();
    context.rect(0, 0, tileExtent, tileExtent);
    context.clip();
    for (const { kind, look } of looks(tile.shapes)) drawShape(context, kind, look);
    context.restore();
    if (detail === 'dots') for (const { kind, look } of looks(tile.points)) drawDot(context, kind, look);
  }
}

interface Look {
  readonly color: string;
  readonly isSelected: boolean;
}

function drawShape(context: CanvasRenderingContext2D, { rings }: TileShape, { color, isSelected }: Look): void {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], place) => {
      if (place === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.closePath();
  }
  context.fillStyle = tokenColor(color);
  context.globalAlpha = isSelected ? 0.3 : 0.12;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.strokeStyle = tokenColor(isSelected ? '--cairn-focus' : color);
  context.lineWidth = (isSelected ? 3 : 1.25) * unitsPerPx;
  context.stroke();
}

function drawDot(
  context: CanvasRenderingContext2D,
  { at: [x, y], count }: TilePoint,
  { color, isSelected }: Look,
): void {
  context.beginPath();
  context.arc(x, y, (dotPx + (count > 1 ? Math.min(4, Math.log10(count) * 2) : 0)) * unitsPerPx, 0, 2 * Math.PI);
  context.fillStyle = tokenColor(color);
  context.fill();
  context.strokeStyle = tokenColor(isSelected ? '--cairn-focus' : '--mantine-color-body');
  context.lineWidth = (isSelected ? 3 : 1.5) * unitsPerPx;
  context.stroke();
}

function distance([x, y]: TilePosition, [otherX, otherY]: TilePosition): number {
  return Math.hypot(x - otherX, y - otherY);
}
