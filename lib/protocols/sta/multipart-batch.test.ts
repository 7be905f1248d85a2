import { expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { isMultipart, readMultipartBatch, writeMultipartBatch } from './multipart-batch.ts';

const lines = (...all: readonly string[]) => all.join('\n');

it('man-34 parts are read with lone line feeds, quoted boundaries and bodies of several lines', () => {
  const text = lines(
    'A preamble that counts for nothing',
    '--b 1',
    'content-type: application/http',
    'Content-Id: one',
    '',
    'POST Things HTTP/1.1',
    'Content-Type: application/json',
    'Authorization: Bearer somebody else',
    '',
    '{',
    '',
    '"name": "T" }',
    '--b 1',
    'Content-Type: application/http',
    '',
    "get Things?$filter=name eq 'a b'",
    '',
    '--b 1--',
    'An epilogue',
  );
  const { requests } = readMultipartBatch('multipart/mixed; boundary="b 1"', text);
  expect(requests).toEqual([
    { id: 'one', method: 'POST', url: 'Things', headers: { 'content-type': 'application/json' }, body: { name: 'T' } },
    { id: 'part-2', method: 'get', url: "Things?$filter=name eq 'a b'", headers: {} },
  ]);
});

it('man-34 a body that is no JSON stays a text, for its own request to be refused', () => {
  const text = lines('--b', '', '', 'POST Things HTTP/1.1', '', '{ half', '--b--');
  expect(readMultipartBatch('multipart/mixed;boundary=b', text).requests).toMatchObject([{ body: '{ half' }]);
});

it.each([
  ['multipart/mixed', '--b--'],
  ['multipart/mixed;boundary=b', ''],
  ['multipart/mixed;boundary=b', '--b\n\nGET Things HTTP/1.1\n'],
  ['multipart/mixed;boundary=b', '--b\n\nGET\n--b--'],
])('man-34 %s with %j is no batch', (type, text) => {
  expect(() => readMultipartBatch(type, text)).toThrow(Problem);
});

it('man-34 only a message of parts is one', () => {
  expect(['multipart/mixed', 'Multipart/Mixed; boundary=x'].every(isMultipart)).toBe(true);
  expect(['application/json', 'multipart/mixed-up', ''].some(isMultipart)).toBe(false);
});

it('man-34 an answer without a body, one of text and one of JSON are written whole', () => {
  const requests = ['1', '2', '3'].map((id) => ({ id, method: 'GET', url: 'Things', headers: {} }));
  const { contentType, body } = writeMultipartBatch(requests, [
    { id: '1', status: 200 },
    { id: '2', status: 200, body: 'three' },
    { id: '3', status: 404, body: { code: 404 } },
  ]);
  const boundary = contentType.replace(/^.*boundary=/, '');
  const head = `--${boundary}\r\nContent-Type: application/http\r\n\r\nHTTP/1.1`;
  expect(body).toBe(
    [
      `${head} 200 OK\r\n\r\n`,
      `${head} 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nthree`,
      `${head} 404 Not Found\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{"code":404}`,
      `--${boundary}--`,
    ].join('\r\n'),
  );
});
