import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertWorkbook } from './convert-workbook.ts';
import { readXform } from './model/read-xform.ts';
import type { Workbook } from './workbook/workbook.ts';

const headers = [
  'type',
  'name',
  'label',
  'label::French (fr)',
  'hint',
  'relevant',
  'calculation',
  'default',
  'required',
  'constraint',
  'constraint_message',
  'appearance',
  'image',
  'trigger',
];

/** What a person asks: names are given when it is written down, references go to questions above. */
type Item =
  | { kind: 'question'; type: string; texts: (string | null)[]; logic: number[] }
  | { kind: 'group' | 'repeat'; items: Item[]; texts: (string | null)[] };

const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .map((text) => `L${text.replaceAll(/[${}]/g, '')}`);
const texts = fc.tuple(label, fc.option(label), fc.option(label)).map((three): (string | null)[] => three);
const type = fc.constantFrom(
  'text',
  'integer',
  'decimal',
  'date',
  'note',
  'select_one yes_no',
  'select_multiple yes_no',
  'rank yes_no',
  'range',
  'geopoint',
  'image',
  'audio',
  'barcode',
  'acknowledge',
  'calculate',
  'select_one_from_file places.csv',
);

const { item } = fc.letrec<{ item: Item; items: Item[] }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant('question' as const),
      type,
      texts,
      logic: fc.array(fc.nat(40), { minLength: 8, maxLength: 8 }),
    }),
    fc.record({ kind: fc.constantFrom('group' as const, 'repeat' as const), items: tie('items'), texts }),
  ),
  items: fc.array(tie('item'), { minLength: 1, maxLength: 4 }),
}));

/** Writes the items down as rows of a survey sheet. */
function writeSurvey(items: readonly Item[]): Workbook {
  const rows: (string | null)[][] = [];
  const asked: string[] = [];
  let count = 0;
  const write = (one: Item): void => {
    const name = `n${(count += 1)}`;
    if (one.kind !== 'question') {
      rows.push([`begin ${one.kind}`, name, ...one.texts]);
      for (const inner of one.items) write(inner);
      rows.push([`end ${one.kind}`]);
      return;
    }
    rows.push([one.type, name, ...one.texts, ...writeLogic(one, asked)]);
    if (one.type !== 'calculate') asked.push(name);
  };
  for (const one of items) write(one);
  const survey = { name: 'survey', headers, rows: rows.map((cells, index) => ({ number: index + 2, cells })) };
  const choices = ['yes', 'no'].map((name, index) => ({ number: index + 2, cells: ['yes_no', name, name, null] }));
  return {
    sheets: [survey, { name: 'choices', headers: ['list_name', 'name', 'label', 'label::French (fr)'], rows: choices }],
  };
}

function writeLogic(
  { type: written, logic }: { type: string; logic: number[] },
  asked: readonly string[],
): (string | null)[] {
  const refer = (index: number, wrap: (reference: string) => string): string | null => {
    const name = asked[(logic[index] ?? 0) % 41];
    return name === undefined ? null : wrap(`\${${name}}`);
  };
  const isCalculate = written === 'calculate';
  return [
    refer(0, (reference) => `${reference} != ''`),
    isCalculate ? (refer(1, (reference) => `concat(${reference}, 'x')`) ?? '1 + 1') : null,
    isCalculate || written === 'image' ? null : refer(2, (reference) => `${reference} + 1`),
    (logic[3] ?? 0) > 20 ? 'yes' : null,
    refer(4, (reference) => `. > ${reference}`),
    refer(5, (reference) => `More than ${reference}`),
    null,
    null,
    isCalculate ? refer(7, (reference) => reference) : null,
  ];
}

const form = fc.array(item, { minLength: 1, maxLength: 6 }).map(writeSurvey);

describe('convertWorkbook on forms without mistakes', () => {
  it('col-27 converts every one, the same way each time', () => {
    fc.assert(
      fc.property(form, (workbook) => {
        const { xml, errors } = convertWorkbook(workbook);
        expect(errors).toEqual([]);
        expect(convertWorkbook(structuredClone(workbook)).xml).toBe(xml);
      }),
      { numRuns: 400 },
    );
  });

  it('col-27 the model of the conversion is the one read back from its XML', () => {
    fc.assert(
      fc.property(form, (workbook) => {
        const { xml, model } = convertWorkbook(workbook);
        expect(readXform(xml ?? '')).toEqual(model);
      }),
      { numRuns: 400 },
    );
  });

  it('col-27 every reference has become a path to a node that the form has', () => {
    fc.assert(
      fc.property(form, (workbook) => {
        const { xml, model } = convertWorkbook(workbook);
        const paths = new Set(model?.nodes.map(({ path }) => path));
        expect(xml).not.toContain('${');
        const absolute = xml?.matchAll(/[" ](\/data\/[\w/]+)(?=[" ])/g) ?? [];
        for (const [, path = ''] of absolute) if (!path.includes('/meta')) expect(paths).toContain(path);
      }),
      { numRuns: 400 },
    );
  });
});
