import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isContinuation, respondFile, type ServedFile } from './respond-file.ts';

const bytes = Buffer.from('0123456789');
const file: ServedFile = {
  name: 'Bericht "ü".zip',
  sizeBytes: bytes.length,
  sha256: 'ab12',
  modifiedAt: new Date('2026-08-03T12:00:00Z'),
  contentType: 'application/zip',
  open: (range) => Promise.resolve(Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes])),
};

async function ask(headers: Record<string, string> = {}, method = 'GET', of: ServedFile = file) {
  const response = await respondFile(new Request('http://localhost/x', { method, headers }), of, 'r-1');
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('pdk-30 downloads', () => {
  it('pdk-30 give the whole file with what is needed to go on later', async () => {
    const { status, headers, text } = await ask();
    expect([status, text]).toEqual([200, '0123456789']);
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('etag')).toBe('"ab12"');
    expect(headers.get('repr-digest')).toBe('sha-256=:qxI=:');
    expect(headers.get('last-modified')).toBe('Mon, 03 Aug 2026 12:00:00 GMT');
    expect(headers.get('content-length')).toBe('10');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="Bericht ___.zip"; filename*=UTF-8''Bericht%20%22%C3%BC%22.zip`,
    );
  });

  it.each([
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=2-3', '23', 'bytes 2-3/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=0-0', '0', 'bytes 0-0/10'],
  ])('pdk-30 give the part asked for: %s', async (range, text, contentRange) => {
    const answer = await ask({ range, 'if-range': '"ab12"' });
    expect([answer.status, answer.text]).toEqual([206, text]);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('content-length')).toBe(String(text.length));
  });

  it.each(['bytes=0-1,4-5', 'items=0-1', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=a-b'])(
    'pdk-30 give the whole file for what is not one range: %s',
    async (range) => {
      expect(await ask({ range })).toMatchObject({ status: 200, text: '0123456789' });
    },
  );

  it('pdk-30 begin anew when the content is not the one that was begun', async () => {
    expect(await ask({ range: 'bytes=4-', 'if-range': '"other"' })).toMatchObject({ status: 200, text: '0123456789' });
    expect((await ask({ range: 'bytes=4-', 'if-range': 'Mon, 03 Aug 2026 12:00:00 GMT' })).status).toBe(206);
  });

  it('pdk-30 refuse what lies behind the end', async () => {
    for (const range of ['bytes=10-', 'bytes=-0']) {
      const { status, headers } = await ask({ range });
      expect([status, headers.get('content-range')]).toEqual([416, 'bytes */10']);
    }
  });

  it('pdk-30 answer HEAD, known content and empty files without opening anything', async () => {
    const closed: ServedFile = { ...file, open: () => Promise.reject(new Error('opened')) };
    expect(await ask({}, 'HEAD', closed)).toMatchObject({ status: 200, text: '' });
    expect(await ask({ 'if-none-match': '"ab12"' }, 'GET', closed)).toMatchObject({ status: 304, text: '' });
    expect(await ask({}, 'GET', { ...closed, sizeBytes: 0 })).toMatchObject({ status: 200, text: '' });
  });

  it('pdk-30 know a continued download from a new one', () => {
    const request = (range: string) => new Request('http://localhost/x', { headers: { range } });
    expect(['bytes=1-', 'bytes=0-5', 'bytes=-5', ''].map((range) => isContinuation(request(range)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
