import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { headersOfToken } from '#e2e/harness/accounts.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { readTable } from '#e2e/harness/archive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let token: Headers;

const header = ['Source ID', 'Source Name', 'Group', 'Configuration', 'Config. Directly Assigned'];
const tableOf = (...rows: string[][]) => [header, ...rows].map((row) => `${row.join('\t')}\r\n`).join('');

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  token = await tokenWith(['studies.read', 'sources.read', 'sources.manage', 'passive.configure']);
  for (const [name, idPattern] of [
    ['Phones', '^P-'],
    ['Special', '^nothing$'],
  ] as const) {
    await call('POST /configurations', { body: { studyId: world.study.id, name, idPattern, body: {} } });
  }
  await call('POST /sources', { body: { study: world.study.key, identifier: 'P-1', name: 'Ada "A"\u00a0x' } });
});
afterAll(() => platform.stop());

async function tokenWith(scopes: string[]): Promise<Headers> {
  const { json } = await call('POST /tokens', { body: { name: 'list', scopes, studyId: null, lifeDays: 1 } });
  return headersOfToken(z.object({ token: z.string() }).parse(json).token);
}

const address = (query = '') => `${platform.url}/studies/${world.study.key}/data/data-sources.txt${query}`;

async function upload(text: string, query = '', headers = token) {
  const body = new FormData();
  body.set('upload_file', new File([text], 'list.txt', { type: 'text/plain' }));
  const answer = await fetch(address(query), { method: 'POST', body, headers });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

async function download(): Promise<string[][]> {
  return readTable(await (await fetch(address(), { headers: token })).text());
}

it('pdk-24 the list goes down with five columns and comes back up unchanged', async () => {
  const answer = await fetch(address(), { headers: token });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  expect(readTable(text)).toEqual([header, ['P-1', 'Ada "A"\u00a0x', '', 'Phones', '0']]);
  expect((await upload(text)).json).toMatchObject({ success: true, rows: 1, same: 1, added: 0, isApplied: true });
});

it('pdk-24 a list adds, renames, groups and assigns; a dry run only says so', async () => {
  const list = tableOf(
    ['P-1', 'Ada', 'Arm A', 'Special', '1'],
    ['P-2', '', 'Arm A', 'Phones', '0'],
    ['B-1', 'Bo', '', '', ''],
  );
  const dry = await upload(list, '?dry_run=true');
  const numbers = { rows: 3, added: 2, renamed: 1, regrouped: 1, reassigned: 1, newGroups: ['Arm A'], errors: [] };
  expect(dry).toMatchObject({ status: 200, json: { ...numbers, isApplied: false } });
  expect(await download()).toHaveLength(2);
  expect(await upload(list)).toMatchObject({ status: 200, json: { ...numbers, isApplied: true } });
  expect(await download()).toEqual([
    header,
    ['B-1', 'Bo', '', '', '0'],
    ['P-1', 'Ada', 'Arm A', 'Special', '1'],
    ['P-2', 'P-2', 'Arm A', 'Phones', '0'],
  ]);
  const back = await upload(tableOf(['P-1', 'Ada', '', 'Special', '0']));
  expect(back.json).toMatchObject({ regrouped: 1, reassigned: 1, isApplied: true });
  expect((await download())[2]).toEqual(['P-1', 'Ada', '', 'Phones', '0']);
  expect((await call('GET /audit')).text).toContain('source.list-import');
});

it('pdk-24 one wrong line changes nothing, and every wrong line is named', async () => {
  const before = await download();
  const wrong = await upload(
    tableOf(
      ['N-1', 'New', '', '', '0'],
      ['', 'x', '', '', '0'],
      ['N-1', 'Again', '', '', '0'],
      ['N-2', 'x', '', 'Unknown', '1'],
      ['N-3', 'x', '', '', 'yes'],
      ['a', 'b', 'c', 'd', '0', 'f'],
    ),
  );
  expect(wrong.status).toBe(400);
  const { errors } = z.object({ errors: z.array(z.object({ line: z.number() })) }).parse(wrong.json);
  expect(errors.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7]);
  expect((await upload('P-1\tAda\r\n')).json).toMatchObject({ success: false, errors: [{ line: 1 }] });
  expect((await upload('')).status).toBe(200);
  expect(await download()).toEqual(before);
});

it('pdk-24 all known identifiers are told; each by its verb, and nobody else', async () => {
  const unmatched = `${platform.url}/studies/${world.study.key}/data/unmatched-sources.json`;
  expect(await (await fetch(unmatched, { headers: token })).json()).toEqual(['B-1', 'P-1', 'P-2']);
  expect((await fetch(unmatched)).status).toBe(401);
  expect((await fetch(address())).status).toBe(401);
  const reader = await tokenWith(['studies.read', 'sources.read']);
  expect((await upload(tableOf(['P-9', '', '', '', '0']), '', reader)).status).toBe(403);
  const namer = await tokenWith(['studies.read', 'sources.read', 'sources.manage']);
  expect((await upload(tableOf(['P-1', '', '', 'Special', '1']), '', namer)).status).toBe(403);
  expect((await upload(tableOf(['P-9', '', '', '', '0']), '?dry_run=true', namer)).json).toMatchObject({ added: 1 });
  const other = await (await anApiWorld(platform.runtime)).as('owner');
  expect((await other('GET /sources/list', { query: { study: world.study.key } })).status).toBe(404);
  const stranger = await other('POST /tokens', {
    body: { name: 'x', scopes: ['sources.read'], studyId: null, lifeDays: 1 },
  });
  const foreign = headersOfToken(z.object({ token: z.string() }).parse(stranger.json).token);
  expect((await fetch(address(), { headers: foreign })).status).toBe(401);
  expect((await fetch(address(), { method: 'DELETE', headers: token })).status).toBe(405);
});

it('pdk-24 the same through our own API, for the Sources page', async () => {
  const study = world.study.key;
  const { text, headers } = await call('GET /sources/list', { query: { study } });
  expect(headers.get('content-disposition')).toContain('data-sources');
  const posted = await call('POST /sources/list', { body: { study, text, isDryRun: true } });
  expect(posted.json).toMatchObject({ same: 3, added: 0, isApplied: false });
});
