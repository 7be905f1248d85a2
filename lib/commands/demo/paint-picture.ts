import { crc32, deflateSync } from 'node:zlib';

const widthPx = 320;
const heightPx = 200;

/** A small landscape (sky, hill, meadow, a well) as PNG, made of nothing but arithmetic. */
export function paintPicture(): Buffer {
  const rows = Buffer.alloc(heightPx * (1 + widthPx * 3));
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) rows.set(colourAt(x, y), y * (1 + widthPx * 3) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  // Eight bits a channel, RGB, no interlacing (PNG specification, section 11.2.1).
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    piece('IHDR', header),
    piece('IDAT', deflateSync(rows)),
    piece('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number): [number, number, number] {
  const hill = 110 - 34 * Math.sin((x / widthPx) * Math.PI * 1.3 + 0.4);
  const isWell = Math.abs(x - 210) < 26 && y > 118 && y < 156;
  if (isWell) return y < 126 ? [120, 84, 60] : [148 - (y % 9), 142, 136];
  if (y < hill) return [170 - y / 3, 205 - y / 5, 232];
  const shade = Math.round(16 * Math.sin(x * 0.9) * Math.sin(y * 1.7));
  return y < hill + 26 ? [104, 134 + shade, 92] : [126, 160 + shade, 84];
}

function piece(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
