import busboy from 'busboy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormError, type FormTarget } from './form-target.ts';
import { MultipartReader, readParameter } from './form-multipart.ts';

interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  /** Latin-1. */
  readonly content: string;
}

const boundary = 'b1';

function encode(parts: readonly Part[], preamble = ''): Buffer {
  const encoded = parts.map(({ name, fileName, contentType, content }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`;
    const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n${content}\r\n`;
  });
  return Buffer.from(`${preamble}${encoded.join('')}--${boundary}--\r\nepilogue`, 'latin1');
}

function read(bytes: Buffer, cuts: readonly number[] = []): Part[] {
  const parts: Part[] = [];
  const collect = (part: Omit<Part, 'content'>) => {
    const chunks: Buffer[] = [];
    return {
      write: (chunk: Buffer) => chunks.push(Buffer.from(chunk)),
      end: () => parts.push({ ...part, content: Buffer.concat(chunks).toString('latin1') }),
    };
  };
  const target: FormTarget = { openField: (name) => collect({ name }), openFile: (part) => collect(part) };
  const reader = new MultipartReader(target, boundary);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  [0, ...places].forEach((from, index) => reader.push(bytes.subarray(from, places[index] ?? bytes.length)));
  reader.end();
  return parts;
}

function readWithBusboy(bytes: Buffer): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const parser = busboy({
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      preservePath: true,
      defCharset: 'latin1',
    });
    parser.on('field', (name, content) => parts.push({ name, content }));
    parser.on('file', (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () =>
        parts.push({
          name,
          fileName: filename ?? '',
          contentType: mimeType,
          content: Buffer.concat(chunks).toString('latin1'),
        }),
      );
    });
    parser.on('close', () => resolve(parts)).on('error', reject);
    parser.end(bytes);
  });
}

const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
/** Contents full of what delimiters are made of. */
const content = fc.oneof(
  fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'b', '1', '\r\n', '--', '\r\n--b', '\r\n--b2', 'x') }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const hasDelimiter = ({ content: text }: Part) => `\r\n${text}\r\n--b1`.indexOf(`\r\n--${boundary}`) < text.length + 2;
const partArbitrary: fc.Arbitrary<Part> = fc
  .oneof(
    fc.record({ name: word, content }),
    fc.record({ name: word, content, fileName: word, contentType: fc.constantFrom('image/jpeg', 'text/plain') }),
  )
  .filter((part) => part.name !== 'payload' && !hasDelimiter(part));

describe('pdk-02 reading multipart forms', () => {
  it('gives back the parts as they were written, cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(partArbitrary, { maxLength: 6 }),
        fc.array(fc.nat(3000), { maxLength: 30 }),
        (parts, cuts) => {
          expect(read(encode(parts), cuts)).toEqual(parts);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('pdk-02 decodes a part that came in Base64, wrapped and cut anywhere', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(900), { maxLength: 30 }), (content, cuts) => {
        const wrapped = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
        const headers = 'Content-Disposition: form-data; name="payload"\r\ncontent-transfer-encoding: BASE64\r\n';
        const bytes = Buffer.from(`--${boundary}\r\n${headers}\r\n${wrapped}\r\n--${boundary}--\r\n`);
        expect(read(bytes, cuts)).toEqual([{ name: 'payload', content: Buffer.from(content).toString('latin1') }]);
      }),
    );
  });

  it('gives back the parts when every byte comes alone', () => {
    const parts = [
      { name: 'a', content: '\r\n--b' },
      { name: 'b', content: '', fileName: 'f', contentType: 'text/plain' },
    ];
    const bytes = encode(parts, 'a preamble\r\n');
    expect(
      read(
        bytes,
        Array.from({ length: bytes.length }, (_, index) => index),
      ),
    ).toEqual(parts);
  });

  it('agrees with busboy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(partArbitrary, { minLength: 1, maxLength: 5 }), async (parts) => {
        const bytes = encode(parts);
        const byName = (a: Part, b: Part) => `${a.name}${a.content}`.localeCompare(`${b.name}${b.content}`);
        expect(read(bytes).sort(byName)).toEqual((await readWithBusboy(bytes)).sort(byName));
      }),
      { numRuns: 200 },
    );
  });
});

describe('pdk-02 multipart forms of real clients', () => {
  it('a text that begins like the boundary belongs to its part', () => {
    const bytes = Buffer.from('--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--b12 two\r\n--b1--\r\n');
    expect(read(bytes)).toEqual([{ name: 'a', content: 'one\r\n--b12 two' }]);
  });

  it('reads names and file names as browsers and others write them', () => {
    expect(readParameter('form-data; name="a \\"b\\""', 'name')).toBe('a "b"');
    expect(readParameter('form-data; name=%22x%22; filename="a%22b.jpg"', 'filename')).toBe('a"b.jpg');
    expect(readParameter('form-data; filename="no;name=here.txt"; NAME=plain', 'name')).toBe('plain');
    expect(readParameter('form-data', 'name')).toBeNull();
    const extended = Buffer.from(
      `--b1\r\ncontent-disposition: form-data; name="f"; filename="x"; filename*=UTF-8''%C3%A9.jpg\r\n\r\n1\r\n--b1--`,
    );
    expect(read(extended)).toMatchObject([{ fileName: 'é.jpg', contentType: 'application/octet-stream' }]);
  });

  it('a payload sent with a file name is a payload; a file field left empty is nothing', () => {
    const part = (disposition: string) => `--b1\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n[]\r\n`;
    const bytes = Buffer.from(`${part('name="payload"; filename="blob"')}${part('name="photo"; filename=""')}--b1--`);
    expect(read(bytes)).toEqual([{ name: 'payload', content: '[]' }]);
  });

  it.each([
    ['no closing boundary', '--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\none'],
    ['nothing at all', ''],
    ['endless headers', `--b1\r\nX: ${'y'.repeat(20_000)}`],
    ['too many parts', '--b1\r\n\r\n'.repeat(2000)],
  ])('refuses a form with %s', (_what, text) => {
    expect(() => read(Buffer.from(text))).toThrow(FormError);
  });

  it('refuses a boundary that cannot be one', () => {
    const target: FormTarget = { openField: () => null, openFile: () => null };
    expect(() => new MultipartReader(target, '')).toThrow(FormError);
    expect(() => new MultipartReader(target, 'x'.repeat(71))).toThrow(FormError);
  });
});
