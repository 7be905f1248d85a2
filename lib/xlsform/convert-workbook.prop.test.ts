import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertWorkbook } from './convert-workbook.ts';
import { readXform } from './model/read-xform.ts';
import type { Sheet, Workbook } from './workbook/workbook.ts';

const words = [
  'type',
  'name',
  'label',
  'label::French (fr)',
  'hint',
  'relevant',
  'calculation',
  'default',
  'trigger',
  'parameters',
  'appearance',
  'choice_filter',
  'repeat_count',
  'required',
  'constraint_message',
  'image',
  'bind::x',
  'instance::y',
  'list_name',
  'save_to',
  'entity_id',
  'geometry',
  '__proto__',
  'constructor',
  'form_id',
  'namespaces',
  'disabled',
];
const types = [
  'text',
  'integer',
  'note',
  'calculate',
  'begin group',
  'end group',
  'begin repeat',
  'end repeat',
  'begin loop over c1',
  'end loop',
  'select_one c1',
  'select_multiple c1 or_other',
  'select_one ${q1}',
  'select_one_from_file a.csv',
  'rank c1',
  'range',
  'image',
  'geopoint',
  'audit',
  'csv-external',
  'start',
  'background-geopoint',
  '${q1}',
  'osm c1',
];
const names = ['q1', 'q2', 'g1', 'meta', 'data', 'c1', 'Q1', '1a', 'a b', '__proto__', 'toString'];
const expressions = [
  '${q1}',
  '${q2} + 1',
  '${',
  '${nobody}',
  "instance('c1')/root/item[name < ${q1}]/label",
  'start=1 end=10 step=2',
  'randomize=true seed=${q1}',
  'yes',
  'now()',
  '%(label)s',
  'a=b=c',
  '<&>"\u0000\uD800',
  "pulldata('f', 'a', 'b', ${q1})",
  'search("x")',
  'table-list',
  'label',
  'indexed-repeat(${q1}, ${g1}, 1)',
];

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names) },
  { weight: 4, arbitrary: fc.constantFrom(...types) },
  { weight: 4, arbitrary: fc.constantFrom(...expressions) },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** A sheet like those that people write: its first columns are the ones that matter. */
function aSheet(name: string, first: readonly string[]): fc.Arbitrary<Sheet> {
  return fc
    .tuple(
      fc.uniqueArray(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 5 }),
      fc.array(fc.tuple(fc.constantFrom(...types), fc.constantFrom(...names), fc.array(cell, { maxLength: 7 })), {
        maxLength: 12,
      }),
    )
    .map(([others, rows]) => ({
      name,
      headers: [...first, ...others],
      rows: rows.map(([type, key, cells], index) => ({
        number: index + 2,
        cells: [name === 'survey' ? type : 'c1', key, ...cells],
      })),
    }));
}

const workbook: fc.Arbitrary<Workbook> = fc
  .tuple(
    aSheet('survey', ['type', 'name', 'label']),
    fc.option(aSheet('choices', ['list_name', 'name', 'label'])),
    fc.option(aSheet('settings', ['form_title', 'version'])),
    fc.option(aSheet('entities', ['list_name', 'label'])),
    fc.option(aSheet('osm', ['list_name', 'name'])),
  )
  .map((sheets) => ({ sheets: sheets.filter((sheet) => sheet !== null) }));

describe('convertWorkbook', () => {
  it('col-27 no workbook makes it throw; every error and warning says what to mend', () => {
    fc.assert(
      fc.property(workbook, (given) => {
        const { xml, model, errors, warnings } = convertWorkbook(given);
        expect(xml === null).toBe(errors.length > 0);
        expect(model === null).toBe(xml === null);
        for (const { message } of [...errors, ...warnings]) expect(message).toMatch(/[.'")]$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('col-27 the same workbook gives the same bytes, well formed, and the model that is read back from them', () => {
    fc.assert(
      fc.property(workbook, (given) => {
        const { xml, model } = convertWorkbook(given);
        if (xml === null) return;
        expect(convertWorkbook(structuredClone(given)).xml).toBe(xml);
        expect(readXform(xml)).toEqual(model);
      }),
      { numRuns: 3000 },
    );
  });
});
