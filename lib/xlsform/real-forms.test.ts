// @vitest-environment jsdom
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tryInEngine } from '#e2e/harness/xforms-engine.ts';
import { compareForms, convertWorkbook, readWorkbook, readXform, type Conversion, type FormModel } from './index.ts';

const folder = `${import.meta.dirname}/../../../shared/data/forms/`;
const workbooks = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xlsx')) : [];

/** Workbooks with mistakes, and the one that ends each: code, row and column. */
const refused: Readonly<Record<string, readonly [string, number, string]>> = {
  'odk_form_blatantly_invalid.xlsx': ['header_missing', 1, 'type'],
  'odk_invalid_xlsform.xlsx': ['name_invalid', 15, 'name'],
  // `${consent=1}`
  'seed-data-command-form.xlsx': ['reference_malformed', 6, 'calculation'],
};

/** Workbooks with an expression that the standard copies and no device can read, and the rows of the warnings. */
const unreadable: Readonly<Record<string, readonly number[]>> = {
  // `45 + $(demo_integer)`
  'odk_valid_multi_select.xlsx': [9],
  // `14:30:00`
  'test_form_deduplication.xlsx': [10, 11],
};

async function convert(name: string): Promise<Conversion> {
  return convertWorkbook(await readWorkbook(folder + name), { formId: basename(name, '.xlsx') });
}

async function modelOf(name: string): Promise<FormModel> {
  const { model } = await convert(name);
  if (!model) throw new Error(`${name} does not convert`);
  return model;
}

/** A form without its goldens' own ways: they are indented, and their blanks are not ours. */
function readGolden(name: string): FormModel {
  const xml = readFileSync(folder + name, 'utf8');
  // One has the path of a file behind its end.
  return readXform(xml.replace(/(<\/h:html>).*$/s, '$1'));
}

describe.skipIf(workbooks.length === 0)('real forms (skipped without ../shared/data)', () => {
  const sound = workbooks.filter((name) => !(name in refused) && !(name in unreadable));

  it.each(sound)('col-27 %s converts, loads in the ODK engine, and reads back as the same model', async (name) => {
    const { xml, model, errors } = await convert(name);
    expect(errors).toEqual([]);
    expect(readXform(xml ?? '')).toEqual(model);
    expect(await tryInEngine(xml ?? '')).toBeNull();
  });

  it.each(Object.entries(unreadable))(
    'col-26 %s converts, with a warning that it will not open',
    async (name, rows) => {
      const { xml, model, warnings } = await convert(name);
      expect(readXform(xml ?? '')).toEqual(model);
      expect(warnings.filter(({ code }) => code === 'expression_invalid').map(({ row }) => row)).toEqual(rows);
      expect(await tryInEngine(xml ?? '')).toMatch(/syntax error/);
    },
  );

  it.each(Object.entries(refused))('col-27 %s is refused with its reason', async (name, [code, row, column]) => {
    const { xml, model, errors } = await convert(name);
    expect([xml, model]).toEqual([null, null]);
    expect(errors[0]).toMatchObject({ code, row, column });
  });

  it('col-23 every mistake that Iaso finds in a form is found in its row', async () => {
    const question = z.object({ line_number: z.number() });
    const expectedSchema = z.array(
      z.object({ message: z.string(), question, questions_list: z.array(question).optional() }),
    );
    const expected = expectedSchema.parse(
      JSON.parse(readFileSync(`${folder}odk_invalid_xlsform_expected_errors.json`, 'utf8')),
    );
    const { errors } = await convert('odk_invalid_xlsform.xlsx');
    const rows = new Set(errors.map(({ row }) => row));
    // Its lines count from the row below the headers, from 0. Hidden questions, which it refuses, are sound to ODK.
    const missed = expected.filter(({ message, question: first, questions_list = [] }) => {
      return (
        !message.includes('hidden') && ![first, ...questions_list].some(({ line_number: line }) => rows.has(line + 2))
      );
    });
    expect(expected).toHaveLength(26);
    expect(missed).toEqual([]);
  });

  it('col-26 a form with both count columns converts, with a warning', async () => {
    const { xml, warnings } = await convert('registration_vaccination_pregnant_women.xlsx');
    expect(xml).not.toBeNull();
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'header_duplicate', column: 'repeat_count' }));
  });

  it.each([
    ['hydro.xlsx', 'hydro.xml'],
    ['form_rapide_1666691000.xlsx', 'form_rapide_1666691000.xml'],
  ])('col-27 %s means what %s means', async (name, golden) => {
    const ours = await modelOf(name);
    const theirs = readGolden(golden);
    const nothing = { added: [], removed: [], retyped: [], choices: [], brokenPaths: [], danglingReferences: [] };
    expect(compareForms(theirs, ours)).toEqual(nothing);
    expect(ours.nodes).toEqual(theirs.nodes);
    // Older writers had an order of their own.
    expect([...ours.languages].sort()).toEqual([...theirs.languages].sort());
  });

  it('col-24 two versions of a form differ as they were made to', async () => {
    const difference = compareForms(
      await modelOf('form_preview_diff_v1.xlsx'),
      await modelOf('form_preview_diff_v2.xlsx'),
    );
    expect({
      added: difference.added.map(({ name }) => name),
      removed: difference.removed.map(({ name }) => name),
      retyped: difference.retyped.map(({ before, after }) => [after.name, before.type, after.type]),
    }).toEqual({ added: ['phone_number'], removed: ['birth_date'], retyped: [['age', 'integer', 'text']] });
  });
});
