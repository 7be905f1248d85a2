import { describe, expect, it } from 'vitest';
import { CreateRewriter, recoverRequest, rewriteRequestLine, sightMethod } from './create-request-line.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('pdk-01 the request line of CREATE', () => {
  it('is told from others as early as the bytes allow', () => {
    const request = 'CREATE /data/add-bundle.json HTTP/1.1\r\n';
    for (let length = 0; length < 7; length += 1)
      expect(sightMethod(bytes(request.slice(0, length)))).toBe('undecided');
    expect(sightMethod(bytes(request.slice(0, 7)))).toBe('create');
    for (const other of ['G', 'CO', 'CREATED', 'create ', '\r\nCREATE '])
      expect(sightMethod(bytes(other)), other).toBe('other');
  });

  it('is recovered from where the parser stopped, with the C that may have come before', () => {
    expect(recoverRequest(bytes('GET / HTTP/1.1\r\n\r\nCREATE /'), 19)?.toString()).toBe('CREATE /');
    expect(recoverRequest(bytes('REATE /'), 0)?.toString()).toBe('CREATE /');
    expect(recoverRequest(bytes('NONSENSE'), 1)).toBeNull();
  });

  it('becomes POST with our header before all others', () => {
    const parts = rewriteRequestLine(bytes('CREATE /a HTTP/1.1\r\nHost: x\r\n\r\n'), 'our: header');
    expect(Buffer.concat(parts ?? []).toString()).toBe('POST /a HTTP/1.1\r\nour: header\r\nHost: x\r\n\r\n');
    expect(rewriteRequestLine(bytes('CREATE /a HTTP/1.1\r'), 'our: header')).toBeUndefined();
  });
});

describe('pdk-01 rewriting one CREATE after the other', () => {
  const request = (headers: string, body = '') => bytes(`CREATE /a HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`);
  const isRewritten = (parts: readonly Buffer[]) => Buffer.concat(parts).toString().startsWith('POST ');

  it('goes on where a plain Content-Length says where the request ends, over any packets', () => {
    const rewriter = new CreateRewriter('our: header');
    const whole = request('Content-Length: 6\r\n', 'abcdef');
    expect(isRewritten(rewriter.rewrite(whole.subarray(0, -4)))).toBe(true);
    expect(rewriter.rewrite(whole.subarray(-4, -1))).toEqual([whole.subarray(-4, -1)]);
    rewriter.rewrite(whole.subarray(-1));
    expect(isRewritten(rewriter.rewrite(whole))).toBe(true);
  });

  it.each([
    ['no length', request('')],
    ['two lengths', request('Content-Length: 0\r\nContent-Length: 0\r\n')],
    ['a length that is none', request('Content-Length: 1e3\r\n')],
    ['chunks', request('Transfer-Encoding: chunked\r\nContent-Length: 0\r\n')],
    ['another request in the packet', request('Content-Length: 0\r\n', 'GET / HTTP/1.1\r\n\r\n')],
    ['headers that go on in the next packet', request('').subarray(0, -2)],
  ])('leaves the rest to the parser after %s', (_what, first) => {
    const rewriter = new CreateRewriter('our: header');
    expect(isRewritten(rewriter.rewrite(first))).toBe(true);
    const next = request('Content-Length: 0\r\n');
    expect(rewriter.rewrite(next)).toEqual([next]);
  });

  it('never touches a body that looks like a request', () => {
    const rewriter = new CreateRewriter('our: header');
    rewriter.rewrite(request('Content-Length: 30\r\n'));
    const body = bytes('CREATE /b HTTP/1.1\r\n\r\n');
    expect(rewriter.rewrite(body)).toEqual([body]);
  });
});
