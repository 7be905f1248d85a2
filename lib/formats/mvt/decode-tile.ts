import { fromZigzag, readMessage, readPacked, readText } from './message-reader.ts';
import {
  mvtCommands,
  mvtFields,
  mvtGeometryTypes,
  ringArea,
  type MvtFeature,
  type MvtGeometry,
  type MvtLayer,
  type MvtValue,
  type TilePosition,
} from './tile.ts';

const { feature: featureFields, layer: layerFields, tile: tileFields, value: valueFields } = mvtFields;

/** Layers of a vector tile; lines, which no tile of ours has, are left out. Throws `RangeError` when it is cut off. */
export function decodeTile(bytes: Uint8Array): MvtLayer[] {
  const layers: MvtLayer[] = [];
  for (const { field, bytes: layer } of readMessage(bytes))
    if (field === tileFields.layers) layers.push(decodeLayer(layer));
  return layers;
}

function decodeLayer(bytes: Uint8Array): MvtLayer {
  const keys: string[] = [];
  const values: MvtValue[] = [];
  const raw: Uint8Array[] = [];
  let name = '';
  let extent = 4096;
  for (const { field, number, bytes: content } of readMessage(bytes)) {
    if (field === layerFields.name) name = readText(content);
    else if (field === layerFields.keys) keys.push(readText(content));
    else if (field === layerFields.values) values.push(decodeValue(content));
    else if (field === layerFields.features) raw.push(content);
    else if (field === layerFields.extent) extent = number;
  }
  return { name, extent, features: raw.flatMap((feature) => decodeFeature(feature, { keys, values })) };
}

interface Names {
  readonly keys: readonly string[];
  readonly values: readonly MvtValue[];
}

function decodeFeature(bytes: Uint8Array, { keys, values }: Names): MvtFeature[] {
  const properties: Record<string, MvtValue> = {};
  let type = 0;
  let commands: number[] = [];
  for (const { field, number, bytes: content } of readMessage(bytes)) {
    if (field === featureFields.type) type = number;
    else if (field === featureFields.geometry) commands = readPacked(content);
    else if (field === featureFields.tags) {
      const tags = readPacked(content);
      for (let at = 0; at + 1 < tags.length; at += 2) {
        const key = keys[tags[at] ?? -1];
        const value = values[tags[at + 1] ?? -1];
        if (key !== undefined && value !== undefined) properties[key] = value;
      }
    }
  }
  const geometry = decodeGeometry(type, commands);
  return geometry ? [{ geometry, properties }] : [];
}

function decodeValue(bytes: Uint8Array): MvtValue {
  let value: MvtValue = '';
  for (const { field, number, bytes: content } of readMessage(bytes)) {
    if (field === valueFields.string) value = readText(content);
    else if (field === valueFields.bool) value = number !== 0;
    else value = field === valueFields.sint ? fromZigzag(number) : number;
  }
  return value;
}

function decodeGeometry(type: number, commands: readonly number[]): MvtGeometry | null {
  const parts = readParts(commands);
  if (type === mvtGeometryTypes.point) return { kind: 'point', points: parts.flat() };
  if (type !== mvtGeometryTypes.polygon) return null;
  const polygons: TilePosition[][][] = [];
  for (const ring of parts) {
    // The winding alone tells a hole from the next polygon (4.3.4.4).
    if (ringArea(ring) > 0) polygons.push([ring]);
    else polygons.at(-1)?.push(ring);
  }
  return { kind: 'polygon', polygons };
}

/** Positions, a list for each part that a MoveTo begins. */
function readParts(commands: readonly number[]): TilePosition[][] {
  const parts: TilePosition[][] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < commands.length;) {
    const command = (commands[at] ?? 0) % 8;
    const count = Math.floor((commands[at] ?? 0) / 8);
    at += 1;
    if (command === mvtCommands.closePath) continue;
    for (let step = 0; step < count; step += 1, at += 2) {
      const [dx, dy] = [commands[at], commands[at + 1]];
      if (dx === undefined || dy === undefined) throw new RangeError('a geometry ends in a command');
      x += fromZigzag(dx);
      y += fromZigzag(dy);
      if (command === mvtCommands.moveTo) parts.push([]);
      parts.at(-1)?.push([x, y]);
    }
  }
  return parts;
}
