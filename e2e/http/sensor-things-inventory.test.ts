import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { fixturePasswords, fixtureRows, hasSensorFixtures, loadRows } from '#e2e/harness/sensor-fixtures.ts';
import { aStaClient, listThings, type StaClient } from '#e2e/harness/sensor-things.ts';

let platform: TestPlatform;
let sta: StaClient;

beforeAll(async () => {
  platform = await startPlatform();
  if (!hasSensorFixtures) return;
  const rows = [...fixtureRows('user'), ...fixtureRows('inventory'), ...fixtureRows('data')];
  await loadRows(platform.runtime, rows);
  const shown = Buffer.from(`veraVersuch:${fixturePasswords.veraVersuch}`).toString('base64');
  sta = aStaClient(platform.url, `Basic ${shown}`);
});
afterAll(() => platform.stop());

const list = (path: string) => listThings(sta, path);

describe.runIf(hasSensorFixtures)('man-33 the inventory as SensorThings, for a person with name and password', () => {
  it('man-33 nodes, places, models and quantities are there, each by its number', async () => {
    expect((await list('Things?$orderby=name')).map(({ name }) => name)).toEqual([
      'Clairchen Schwarz',
      'ERS Test-Node',
    ]);
    expect((await list('Sensors')).map(({ name }) => name)).toEqual(['CLAIRCHEN_PROTOTYPE_01', 'ELSYS_ERS_CO2']);
    expect(await list('ObservedProperties')).toHaveLength(3);
    const [node] = await list(
      `Things?$filter=properties/eui64 eq '003CB7EA62A7DCBB'&$expand=Locations,HistoricalLocations($orderby=time desc;$expand=Locations)`,
    );
    expect(node?.['Locations']).toMatchObject([{ name: 'Prüfstube' }]);
    expect(node?.['HistoricalLocations']).toMatchObject([
      { Locations: [{ name: 'Prüfstube' }] },
      { Locations: [{ name: 'Versuchsraum 1' }] },
    ]);
    for (const set of [
      'Things',
      'Locations',
      'HistoricalLocations',
      'Sensors',
      'ObservedProperties',
      'Datastreams',
      'FeaturesOfInterest',
    ]) {
      const [first] = await list(`${set}?$top=1`);
      expect(typeof first?.['@iot.id'], set).toBe('number');
      expect((await sta.call('GET', String(first?.['@iot.selfLink']))).json).toEqual(first);
    }
  });

  it('man-33 a node has a Datastream for each quantity of each installation, with what it observed there', async () => {
    const [node] = await list(`Things?$filter=name eq 'Clairchen Schwarz'`);
    const streams = await list(
      `${String(node?.['@iot.selfLink'])}/Datastreams?$expand=ObservedProperty($select=description),Observations($count=true;$top=1)`,
    );
    expect(streams).toHaveLength(6);
    const co2 = streams.filter(
      (one) => z.object({ description: z.string() }).parse(one['ObservedProperty']).description === 'co2',
    );
    expect(co2.map((one) => one['Observations@iot.count'])).toEqual([expect.any(Number), expect.any(Number)]);
    const [stream] = co2.sort((a, b) => Number(b['Observations@iot.count']) - Number(a['Observations@iot.count']));
    const [observation] = await list(
      `${String(stream?.['@iot.selfLink'])}/Observations?$top=1&$orderby=phenomenonTime desc`,
    );
    expect(observation).toMatchObject({ result: expect.any(Number) as number, resultQuality: 'M' });
    expect(String(stream?.['phenomenonTime']).split('/')[1]).toBe(observation?.['phenomenonTime']);
    expect((await sta.call('GET', String(observation?.['@iot.selfLink']))).json).toEqual(observation);
    expect((await sta.call('GET', `${String(observation?.['@iot.selfLink'])}/Datastream`)).json['@iot.id']).toBe(
      stream?.['@iot.id'],
    );
    const { json } = await sta.call(
      'GET',
      `${String(stream?.['@iot.selfLink'])}/Observations?$count=true&$top=1&$filter=result gt 800`,
    );
    const all = Number(stream?.['Observations@iot.count']);
    expect(Number(json['@iot.count'])).toBeGreaterThan(0);
    expect(Number(json['@iot.count'])).toBeLessThan(all);
  });

  it('man-33 an observation of a node is stored with its samples, once', async () => {
    const co2 = `Thing/name eq 'Clairchen Schwarz' and ObservedProperty/description eq 'co2'`;
    const [latest] = await list(`Datastreams?$filter=${co2}&$orderby=id desc&$top=1`);
    const sent = {
      result: 777,
      phenomenonTime: '2021-03-01T10:00:00.250Z',
      Datastream: { '@iot.id': latest?.['@iot.id'] },
    };
    const made = await sta.call('POST', 'Observations', sent);
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject({ result: 777, phenomenonTime: '2021-03-01T10:00:00.250Z', resultQuality: 'M' });
    expect((await sta.call('POST', 'Observations', sent)).json['@iot.id']).toBe(made.json['@iot.id']);
    expect((await sta.call('POST', 'Observations', { ...sent, result: 778 })).status).toBe(409);
    for (const wrong of [
      { result: 'high' },
      { phenomenonTime: '2001-01-01T00:00:00Z' },
      { phenomenonTime: '2021-03-01/2021-03-02' },
    ]) {
      expect((await sta.call('POST', 'Observations', { ...sent, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
    }
  });

  it('man-33 what the inventory holds is changed there alone; other organizations have nothing here', async () => {
    const [node] = await list('Things?$top=1');
    const at = String(node?.['@iot.selfLink']);
    expect((await sta.call('PATCH', at, { name: 'x' })).status).toBe(409);
    expect((await sta.call('DELETE', at)).status).toBe(409);
    expect(await list(`Things?$filter=name eq 'Clairchen Rot'`)).toEqual([]);
    expect(await list(`Locations?$filter=name eq 'Testraum 1'`)).toEqual([]);
    expect((await sta.call('DELETE', `Things?$filter=${encodeURIComponent('id gt 0')}`)).status).toBe(409);
    const shared = Buffer.from(`tomTester:${fixturePasswords.tomTester}`).toString('base64');
    expect((await aStaClient(platform.url, `Basic ${shared}`).call('GET', 'Things')).status).toBe(400);
  });

  it('man-33 a right password is believed for many requests, and no longer once it is changed', async () => {
    // One address may try a hundred passwords in five minutes.
    for (let asked = 0; asked < 110; asked += 1) expect((await sta.call('GET', '')).status).toBe(200);
    const where = { username: 'veraVersuch' };
    const [vera] = await platform.runtime.db.prisma.user.findMany({ where });
    const passwordHash = await hashPassword('another hill of stones');
    await platform.runtime.db.prisma.user.update({ where: { id: vera?.id ?? '' }, data: { passwordHash } });
    expect((await sta.call('GET', '')).status).toBe(401);
    const shown = Buffer.from('veraVersuch:another hill of stones').toString('base64');
    expect((await aStaClient(platform.url, `Basic ${shown}`).call('GET', '')).status).toBe(200);
  });
});
