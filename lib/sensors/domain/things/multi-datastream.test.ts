import { describe, expect, it } from 'vitest';
import { checkMultiDatastream, checkMultiResult } from './multi-datastream.ts';
import { parseEntity } from './parse-entity.ts';

const complex = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation';
const unit = { name: 'metre', symbol: 'm', definition: 'ucum:m' };
const values = { name: 'M', multiObservationDataTypes: ['a', 'b'], unitOfMeasurements: [unit, null] };

/** Paths of what is wrong. */
function flawsOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    return Object.keys((error as { fields: object }).fields);
  }
}

describe('man-34 req/multi-datastream/constraints', () => {
  it('man-34 lists that fit are kept, and the type of observation is told', () => {
    expect(checkMultiDatastream(values, 2)).toEqual({ ...values, observationType: complex });
    expect(checkMultiDatastream({ ...values, observationType: complex }, 2)['observationType']).toBe(complex);
  });

  it('man-34 every member that does not fit is named, by its path', () => {
    expect(flawsOf(() => checkMultiDatastream(values, 3))).toEqual(['multiObservationDataTypes', 'unitOfMeasurements']);
    const wrong = { ...values, unitOfMeasurements: ['m', 'm'], observationType: 'other' };
    expect(flawsOf(() => checkMultiDatastream(wrong, 2, 'MultiDatastreams'))).toEqual([
      'MultiDatastreams.unitOfMeasurements',
      'MultiDatastreams.observationType',
    ]);
    expect(flawsOf(() => checkMultiDatastream({}, 0))).toHaveLength(2);
  });

  it.each([[5], [[1]], [[1, 2, 3]], [{ 0: 1, 1: 2, length: 2 }], [null], [undefined]])(
    'man-34 %j is no result of two properties',
    (result) => {
      expect(
        flawsOf(() => {
          checkMultiResult(result, 2);
        }),
      ).toEqual(['result']);
    },
  );

  it('man-34 a list of as many values is one, whatever they are', () => {
    expect(
      flawsOf(() => {
        checkMultiResult([null, { a: 1 }], 2);
      }),
    ).toEqual([]);
  });
});

it('man-34 links and entities that come along keep the order in which they were sent', () => {
  const body = {
    ...values,
    description: '',
    ObservedProperties: [{ '@iot.id': 7 }, { name: 'Frost' }, { '@iot.id': '8' }],
  };
  const { ties, links, nested } = parseEntity('MultiDatastreams', body);
  expect(ties).toEqual({ ObservedProperties: [{ id: '7' }, { body: { name: 'Frost' } }, { id: '8' }] });
  expect(links).toEqual({ ObservedProperties: ['7', '8'] });
  expect(nested).toEqual({ ObservedProperties: [{ name: 'Frost' }] });
});
