import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cstring, message, MessageReader, readAnswer, readyForQuery } from './embedded-wire.ts';

const letters = ['Q', 'P', 'B', 'S', 'X'] as const;

describe('wire protocol', () => {
  it('platform: messages come out whole however the bytes were cut', () => {
    const messages = fc.array(fc.tuple(fc.constantFrom(...letters), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, cuts) => {
        const wanted = sent.map(([type, body]) => message(type, Buffer.from(body)));
        const bytes = Buffer.concat(wanted);
        const reader = new MessageReader();
        const got: Buffer[] = [];
        for (let offset = 0, turn = 0; offset < bytes.length; turn += 1) {
          const length = cuts[turn % cuts.length] ?? 1;
          reader.push(bytes.subarray(offset, offset + length));
          offset += length;
          for (let next = reader.takeMessage(); next; next = reader.takeMessage()) got.push(Buffer.from(next));
        }
        expect(got).toEqual(wanted);
      }),
    );
  });

  it('platform: refuses lengths that cannot be', () => {
    const reader = new MessageReader();
    reader.push(Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]));
    expect(() => reader.takeMessage()).toThrow(RangeError);
    const short = new MessageReader();
    short.push(Buffer.from([0x51, 0, 0, 0, 3]));
    expect(() => short.takeMessage()).toThrow(RangeError);
  });

  it('platform: knows a PANIC from any other error', () => {
    const fields = (severity: string, text: string) =>
      Buffer.from([`S${severity}`, `V${severity}`, 'C53100', `M${text}`, ''].join('\0') + '\0');
    const answerOf = (severity: string) =>
      readAnswer(Buffer.concat([message('E', fields(severity, 'PANIC: VPANIC')), readyForQuery('I')]));
    expect(answerOf('PANIC').panic).toBe('PANIC: VPANIC');
    expect(answerOf('ERROR')).toMatchObject({ panic: undefined, status: 'I' });
    expect(answerOf('FATAL').panic).toBeUndefined();
  });

  it('platform: takes notifications out of an answer and reads the last status', () => {
    const note = message('A', Buffer.alloc(4), cstring('jobs'), cstring(''));
    const complete = message('C', cstring('SELECT 1'));
    const answer = readAnswer(Buffer.concat([complete, note, readyForQuery('T'), note]));
    expect(answer.reply).toEqual(Buffer.concat([complete, readyForQuery('T')]));
    expect(answer.notifications).toEqual([note, note]);
    expect(answer.status).toBe('T');
    expect(readAnswer(complete)).toEqual({ reply: complete, notifications: [], status: undefined });
  });
});
