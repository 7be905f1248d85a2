import { describe, expect, it } from 'vitest';
import { speakThings } from './speak-things.ts';

const speaker = speakThings({ publicUrl: 'https://cairn.example/' });
const body = Buffer.from('{"result":1}');
const stepsOf = (topic: string) => speaker.read(topic, body).steps.map(({ set, id }) => [set, id]);

describe('man-34 req/create-observations-via-mqtt: topics', () => {
  it('man-34 topics name a set of observations, whatever is before them', () => {
    expect(stepsOf('v1.1/Observations')).toEqual([['Observations', null]]);
    expect(stepsOf('Observations')).toEqual([['Observations', null]]);
    expect(stepsOf('town/v1.1/Datastreams(7)/Observations')).toEqual([
      ['Datastreams', '7'],
      ['Observations', null],
    ]);
    expect(stepsOf('v1.1/MultiDatastreams(8)/Observations')[0]).toEqual(['MultiDatastreams', '8']);
    expect(speaker.read('v1.1/Observations', body).body).toEqual({ result: 1 });
  });

  it.each(['v1.1/Things', 'v1.1/MyObservations', 'v1.1/Observations(1)', 'v1.1/Observations/x'])(
    'man-34 nothing is made by "%s"',
    (topic) => {
      expect(() => speaker.read(topic, body)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
    },
  );

  it('man-34 a topic of what has no observations names nothing', () => {
    expect(() => speaker.read('v1.1/Sensors(7)/Observations', body)).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });

  it('man-34 what is no JSON is refused', () => {
    expect(() => speaker.read('v1.1/Observations', Buffer.from('{'))).toThrow('no JSON');
  });
});

describe('man-34 req/receive-updates-via-mqtt: what subscribers are told', () => {
  const row = { id: '12', fromAt: null, values: { result: [1, 2], resultTime: null }, expanded: {} };

  const observation = (isMulti: boolean) => ({ set: 'Observations', streamId: '5', row: { ...row, isMulti } }) as const;

  it('man-34 an observation is told on the topics of its sets, as it is read', () => {
    const { topics, payload } = speaker.tell(observation(true));
    expect(topics).toEqual(['Observations', 'MultiDatastreams(5)/Observations']);
    const told = JSON.parse(payload) as Record<string, unknown>;
    expect(told).toMatchObject({
      '@iot.id': 12,
      '@iot.selfLink': 'https://cairn.example/sta/v1.1/Observations(12)',
      result: [1, 2],
      'MultiDatastream@iot.navigationLink': 'https://cairn.example/sta/v1.1/Observations(12)/MultiDatastream',
    });
    expect(told).not.toHaveProperty('Datastream@iot.navigationLink');
    expect(speaker.tell(observation(false)).topics[1]).toBe('Datastreams(5)/Observations');
  });

  it('man-34 other entities are told on the topics of their set and their own', () => {
    const thing = { ...row, isMulti: null, values: { name: 'Mast' } };
    const { topics, payload } = speaker.tell({ set: 'Things', streamId: null, row: thing });
    expect(topics).toEqual(['Things', 'Things(12)']);
    expect(JSON.parse(payload)).toMatchObject({ '@iot.id': 12, name: 'Mast' });
    expect(speaker.isOwn(Buffer.from(payload))).toBe(true);
  });

  it('man-34 our own words are known again, those of others are not', () => {
    const { payload } = speaker.tell(observation(false));
    expect(speaker.isOwn(Buffer.from(payload))).toBe(true);
    expect(speaker.isOwn(body)).toBe(false);
    const others = Buffer.from(payload.replaceAll('cairn.example', 'other.example'));
    expect(speaker.isOwn(others)).toBe(false);
    expect(() => speaker.read('v1.1/Observations', others), 'nor made once more').toThrow('tells of an observation');
  });
});
