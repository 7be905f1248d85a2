import { MessageWriter } from './message-writer.ts';
import {
  mvtCommands,
  mvtFields,
  mvtGeometryTypes,
  ringArea,
  type MvtGeometry,
  type MvtLayer,
  type MvtValue,
  type TilePosition,
} from './tile.ts';

const { feature: featureFields, layer: layerFields, tile: tileFields, value: valueFields } = mvtFields;

/**
 * A vector tile (Mapbox Vector Tile 2.1) of layers; a layer without features is left out, as is a ring without area.
 * Tiles are lists of layers: the bytes of two tiles after each other are a tile with the layers of both.
 */
export function encodeTile(layers: readonly MvtLayer[]): Uint8Array {
  const tile = new MessageWriter();
  for (const layer of layers) if (layer.features.length > 0) tile.bytes(tileFields.layers, encodeLayer(layer));
  return tile.finish();
}

function encodeLayer({ name, extent, features }: MvtLayer): Uint8Array {
  const layer = new MessageWriter();
  const keys = new Map<string, number>();
  const values = new Map<MvtValue, number>();
  layer.varint(layerFields.version, 2);
  layer.string(layerFields.name, name);
  for (const { geometry, properties } of features) {
    const tags = Object.entries(properties).flatMap(([key, value]) => [placeOf(keys, key), placeOf(values, value)]);
    const feature = new MessageWriter();
    feature.packed(featureFields.tags, tags);
    feature.varint(featureFields.type, mvtGeometryTypes[geometry.kind]);
    feature.packed(featureFields.geometry, commandsOf(geometry));
    layer.bytes(layerFields.features, feature.finish());
  }
  for (const key of keys.keys()) layer.string(layerFields.keys, key);
  for (const value of values.keys()) layer.bytes(layerFields.values, encodeValue(value));
  layer.varint(layerFields.extent, extent);
  return layer.finish();
}

/** Position in a list of what was seen, in order of first sight. */
function placeOf<Value>(seen: Map<Value, number>, value: Value): number {
  const known = seen.get(value);
  if (known !== undefined) return known;
  seen.set(value, seen.size);
  return seen.size - 1;
}

/** Zigzag doubles a number, and it must stay exact. */
const lowestSigned = -(2 ** 52);

function encodeValue(value: MvtValue): Uint8Array {
  const message = new MessageWriter();
  if (typeof value === 'string') message.string(valueFields.string, value);
  else if (typeof value === 'boolean') message.varint(valueFields.bool, value ? 1 : 0);
  else if (!Number.isSafeInteger(value) || value < lowestSigned) message.double(valueFields.double, value);
  else if (value >= 0) message.varint(valueFields.uint, value);
  else message.signed(valueFields.sint, value);
  return message.finish();
}

function commandsOf(geometry: MvtGeometry): number[] {
  const pen = new Pen();
  if (geometry.kind === 'point') pen.draw(mvtCommands.moveTo, geometry.points);
  else for (const polygon of geometry.polygons) polygon.forEach((ring, place) => pen.ring(ring, place === 0));
  return pen.commands;
}

/** Writes positions as steps from the last one (4.3.2). */
class Pen {
  readonly commands: number[] = [];
  #x = 0;
  #y = 0;

  draw(command: number, positions: readonly TilePosition[]): void {
    if (positions.length === 0) return;
    this.commands.push(command + positions.length * 8);
    for (const [x, y] of positions) {
      this.commands.push(zigzag(x - this.#x), zigzag(y - this.#y));
      this.#x = x;
      this.#y = y;
    }
  }

  /** A ring, turned as its part in the polygon demands (4.3.4.4). */
  ring(ring: readonly TilePosition[], isOuter: boolean): void {
    const area = ringArea(ring);
    if (area === 0) return;
    const turned = area > 0 === isOuter ? ring : ring.toReversed();
    this.draw(mvtCommands.moveTo, turned.slice(0, 1));
    this.draw(mvtCommands.lineTo, turned.slice(1));
    this.commands.push(mvtCommands.closePath + 8);
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
