import { describe, expect, it } from 'vitest';
import { isOneEntity, parsePath } from './parse-path.ts';

describe('man-33 resource paths of SensorThings', () => {
  it('man-33 sets, entities, navigations, properties, values and links', () => {
    expect(parsePath('Things').steps).toEqual([{ set: 'Things', navigation: null, id: null }]);
    const { steps, property, ending } = parsePath(
      "Things(1)/Datastreams(2)/Observations('3.4')/Datastream/Thing/properties/a/b/$value",
    );
    expect(steps.map(({ set, id }) => [set, id])).toEqual([
      ['Things', '1'],
      ['Datastreams', '2'],
      ['Observations', '3.4'],
      ['Datastreams', null],
      ['Things', null],
    ]);
    expect(property).toEqual(['properties', 'a', 'b']);
    expect(ending).toBe('value');
    expect(parsePath('Things(1)/Datastreams/$ref').ending).toBe('ref');
    expect(parsePath('Things(1)/@iot.id').property).toEqual(['@iot.id']);
  });

  it('man-33 one entity or a set', () => {
    const isOne = (path: string) => isOneEntity(parsePath(path).steps);
    expect([
      isOne('Things(1)'),
      isOne('Datastreams(1)/Thing'),
      isOne('Things'),
      isOne('Things(1)/Datastreams'),
    ]).toEqual([true, true, false, false]);
  });

  it.each([
    '',
    'Thing(1)',
    'Things(-1)',
    'Things(1',
    'Things/name',
    'Things/Datastreams',
    'Things(1)/Observations',
    'Datastreams(1)/Thing(2)',
    'Things(1)/name/x',
    'Things(1)/$value',
    'Things(1)/constructor',
    'Things(1)/$ref/name',
  ])('man-33 nothing is at "%s"', (path) => {
    expect(() => parsePath(path)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
