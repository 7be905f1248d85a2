import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPlatformAddress, withPlatformAddress } from './platform-address.ts';

describe('the address of the platform, for commands beside it', () => {
  let dataDir = '';
  const publicUrlOf = (env: Record<string, string> = {}) =>
    withPlatformAddress({ CAIRN_DATA_DIR: dataDir, ...env })['CAIRN_PUBLIC_URL'];

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cairn-address-'));
  });
  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('platform: is unknown before any platform started, then the last one that did', () => {
    expect(publicUrlOf()).toBeUndefined();
    expect(publicUrlOf({ CAIRN_DATA_DIR: join(dataDir, 'nowhere') })).toBeUndefined();
    keepPlatformAddress({ dataDir, publicUrl: 'http://localhost:4000' });
    keepPlatformAddress({ dataDir, publicUrl: 'https://field.example.org' });
    expect(publicUrlOf()).toBe('https://field.example.org');
  });

  it('platform: gives way to what the command is told itself', () => {
    for (const env of [{ PORT: '5000' }, { PORT_FILE: '/run/port' }, { CAIRN_PUBLIC_URL_FILE: '/run/url' }])
      expect(publicUrlOf(env)).toBeUndefined();
    expect(publicUrlOf({ CAIRN_PUBLIC_URL: 'https://other.example.org' })).toBe('https://other.example.org');
    expect(publicUrlOf({ PORT: '' })).toBe('https://field.example.org');
  });

  it('platform: a file that was spoiled is as good as none', () => {
    writeFileSync(join(dataDir, 'public-url'), 'nonsense');
    expect(publicUrlOf()).toBeUndefined();
  });
});
