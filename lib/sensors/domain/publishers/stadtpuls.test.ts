import { expect, it } from 'vitest';
import { writeCloudEvent } from './cloud-event.ts';
import { writeStadtpulsRecord, writeStadtpulsSensor, type StadtpulsPlace } from './stadtpuls.ts';

const place: StadtpulsPlace = {
  installationId: 'an-id',
  eui64: '003CB7EA62A7DCBB',
  alias: 'Clairchen with a "name"',
  owner: 'Test-Team',
  model: null,
  room: { name: 'Room of a very long name that is cut', description: 'a\nb', sizeSqm: 20, heightM: 2.5 },
  site: {
    name: 'Office',
    description: '',
    street: 'Way 1',
    zip: '10115',
    city: 'Berlin',
    longitude: 13.4,
    latitude: 52.5,
  },
};

it('man-28 a registration names place and sensor; its name has 49 characters at most, its description is TOML', () => {
  const body = JSON.parse(writeStadtpulsSensor(place, 'me')) as Record<string, unknown>;
  expect(body).toMatchObject({
    name: 'Clairchen with a "name" in Room of a very long na',
    connection_type: 'http',
    location: 'Berlin',
    longitude: 13.4,
    latitude: 52.5,
    user_id: 'me',
    category_id: 1,
  });
  expect(body['description']).toBe(
    [
      'id = "an-id"',
      'eui64 = "003CB7EA62A7DCBB"',
      String.raw`alias = "Clairchen with a \"name\""`,
      'owner = "Test-Team"',
      '[model]',
      '[room]',
      'name = "Room of a very long name that is cut"',
      String.raw`description = "a\nb"`,
      'size_sqm = 20.0',
      'height_m = 2.5',
      '[site]',
      'name = "Office"',
      'street = "Way 1"',
      'zip = "10115"',
      'city = "Berlin"',
    ].join('\n'),
  );
});

it('man-28 a record has the chosen fields in their order, and a time with its offset', () => {
  const values = { temperature: 21.5, co2: 620 };
  const at = new Date('2020-10-02T15:43:15Z');
  expect(writeStadtpulsRecord(at, { fields: ['co2'], values })).toBe(
    '{"records":[{"recorded_at":"2020-10-02T15:43:15+00:00","measurements":[620]}]}',
  );
  expect(writeStadtpulsRecord(at, { fields: ['co2', 'humidity', 'temperature'], values })).toContain('[620,null,21.5]');
});

it('man-28 a cloud event keeps its id and names no node', () => {
  const observedAt = new Date('2020-10-02T15:43:15Z');
  const fact = { id: 'f', kind: 'sample', installationId: 'i', observedAt, values: { co2: 620 }, revision: 0 } as const;
  expect(JSON.parse(writeCloudEvent(fact, 'https://cairn.example'))).toEqual({
    specversion: '1.0',
    id: 'f',
    source: 'https://cairn.example',
    type: 'org.cairn.sample.published',
    subject: 'installations/i',
    time: '2020-10-02T15:43:15.000Z',
    datacontenttype: 'application/json',
    data: { installationId: 'i', observedAt: '2020-10-02T15:43:15.000Z', values: { co2: 620 } },
  });
  expect(writeCloudEvent({ ...fact, revision: 2 }, 'https://cairn.example')).toContain('"id":"f.2"');
});
