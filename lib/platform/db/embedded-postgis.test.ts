import { describe, expect, it } from 'vitest';
import { filterTar } from './embedded-postgis.ts';

function member(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

describe('filterTar', () => {
  it('platform: keeps the members that pass, whole and in order', () => {
    const [a, b, c] = [member('a', 'x'.repeat(600)), member('lib/raster-3.so', 'y'), member('c', '')];
    const archive = Buffer.concat([a, b, c, Buffer.alloc(1024)]);
    expect(filterTar(archive, (name) => !name.includes('raster'))).toEqual(Buffer.concat([a, c, Buffer.alloc(1024)]));
  });
});
