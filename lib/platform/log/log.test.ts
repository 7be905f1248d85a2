import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';

describe('log', () => {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });

  it('platform: writes one JSON line with process, time and request id', () => {
    createLogger({ process: 'web', destination }).child({ requestId: 'r-1' }).info({ bundles: 3 }, 'taken');
    expect(JSON.parse(lines.pop() ?? '')).toMatchObject({
      process: 'web',
      requestId: 'r-1',
      bundles: 3,
      msg: 'taken',
      time: expect.stringContaining('T') as string,
    });
  });

  it('platform: keeps secrets, bodies and positions out, at the top and one below', () => {
    const names = [
      'password',
      'token',
      'secret',
      'authorization',
      'cookie',
      'payload',
      'body',
      'latitude',
      'longitude',
      'key',
      'nonce',
    ];
    const log = createLogger({ process: 'web', destination });
    for (const name of names) {
      log.error({ [name]: 'HIDDEN-1', request: { [name]: 'HIDDEN-2' } }, 'failed');
      expect(lines.pop(), name).not.toMatch(/HIDDEN/);
    }
  });

  it('platform: an error that carries a request does not bring its headers along', () => {
    const error = Object.assign(new Error('refused'), {
      request: { authorization: 'HIDDEN' },
      headers: { cookie: 'HIDDEN' },
      token: 'HIDDEN',
    });
    createLogger({ process: 'web', destination }).error({ err: error }, 'failed');
    expect(lines.pop()).not.toMatch(/HIDDEN/);
  });
});
