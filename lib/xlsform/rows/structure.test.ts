import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

/** A survey of rows `type | name`, each labelled by its name. */
function survey(...rows: string[]): string {
  const lines = rows.map((row) => `| | ${row} | ${row.split('|')[1]?.trim() ?? ''} |`);
  return ['| survey |', '| | type | name | label |', ...lines].join('\n');
}

describe('groups and repeats', () => {
  it('col-27 a repeat is there twice: as the template of new ones, and as the first one', () => {
    const xml = xformOf(
      survey('begin repeat | r1', 'text | q1', 'begin repeat | r2', 'text | q2', 'end repeat | r2', 'end repeat | r1'),
    );
    expect(xml).toContain('<r1 jr:template=""><q1/><r2 jr:template=""><q2/></r2></r1><r1><q1/><r2><q2/></r2></r1>');
    expect(xml).toContain('<group ref="/data/r1"><label>r1</label><repeat nodeset="/data/r1">');
  });

  it('col-27 how often it repeats is a reference, or a node that calculates it', () => {
    const counted = (count: string) =>
      xformOf(
        `| survey |\n| | type | name | label | repeat_count |\n| | integer | n | N | |\n| | begin repeat | r1 | R1 | ${count} |\n| | text | q1 | Q1 | |\n| | end repeat | | | |`,
      );
    expect(counted('${n}')).toContain('<repeat nodeset="/data/r1" jr:count="/data/n">');
    const calculated = counted('${n} + 1');
    expect(calculated).toContain(
      '<bind nodeset="/data/r1_count" type="string" readonly="true()" calculate="/data/n + 1"/>',
    );
    expect(calculated).toContain('jr:count="/data/r1_count"');
  });

  it('col-27 what begins must end, in order, and what ends must have begun', () => {
    expect(placesOf(convertForm(survey('begin group | g1', 'text | q1')).errors)).toEqual([
      'structure_unmatched survey:2 type',
    ]);
    expect(placesOf(convertForm(survey('text | q1', 'end group | g1')).errors)).toEqual([
      'structure_unmatched survey:3 type',
    ]);
    const crossed = survey('begin group | g1', 'begin repeat | r1', 'text | q1', 'end group | g1', 'end repeat | r1');
    expect(placesOf(convertForm(crossed).errors)).toContain('structure_unmatched survey:5 type');
  });

  it('col-23 a mistake in the row that begins a group is told alone', () => {
    const { errors } = convertForm(survey('begin group | g 1', 'text | q1', 'end group | g 1', 'text | q1'));
    expect(placesOf(errors)).toEqual(['name_invalid survey:2 name']);
  });

  it('col-27 repeats in groups of repeats multiply the form, and are refused before it is huge', () => {
    const nested = (depth: number, questions: number) => {
      const levels = Array.from({ length: depth }, (_, index) => index);
      return survey(
        ...levels.flatMap((index) => [`begin repeat | r${index}`, `begin group | g${index}`]),
        ...Array.from({ length: questions }, (_, index) => `text | q${index}`),
        ...levels.flatMap(() => ['end group | g', 'end repeat | r']),
      );
    };
    expect(convertForm(nested(24, 10)).errors).toEqual([]);
    expect(placesOf(convertForm(nested(24, 25_000)).errors)).toEqual(['structure_too_deep survey:2 type']);
  });
});

describe('names', () => {
  it('col-27 are unique in their section, repeats in the whole form, and never meta or the root', () => {
    expect(placesOf(convertForm(survey('text | q1', 'note | q1')).errors)).toEqual(['name_duplicate survey:3 name']);
    expect(convertForm(survey('text | q1', 'begin group | g1', 'note | q1', 'end group | g1')).errors).toEqual([]);
    const repeats = survey(
      'begin repeat | r1',
      'text | q1',
      'end repeat | r1',
      'begin group | g1',
      'begin repeat | r1',
      'text | q2',
      'end repeat | r1',
      'end group | g1',
    );
    expect(placesOf(convertForm(repeats).errors)).toEqual(['name_duplicate survey:6 name']);
    expect(placesOf(convertForm(survey('text | meta')).errors)).toEqual(['name_reserved survey:2 name']);
    expect(placesOf(convertForm(survey('begin repeat | data', 'text | q1', 'end repeat | data')).errors)).toEqual([
      'name_reserved survey:2 name',
    ]);
  });

  it('col-27 that differ by case only are a warning', () => {
    expect(placesOf(convertForm(survey('text | q1', 'text | Q1')).warnings)).toEqual([
      'name_differs_in_case survey:3 name',
    ]);
  });

  it('col-27 that the form adds by itself must not meet those of rows', () => {
    const { errors } = convertForm(
      `| survey |\n| | type | name | label | repeat_count |\n| | text | r1_count | Q | |\n| | begin repeat | r1 | R1 | 1 + 1 |\n| | text | q1 | Q1 | |\n| | end repeat | | | |`,
    );
    expect(placesOf(errors)).toEqual(['name_duplicate survey:3 name']);
  });
});

describe('conveniences', () => {
  const choices = '\n| choices |\n| | list_name | name | label |\n| | c1 | a | A |\n| | c1 | b | B |';

  it('col-27 or_other adds a choice and a text', () => {
    const xml = xformOf(survey('select_one c1 or_other | q1') + choices);
    expect(xml).toContain('<item><name>other</name><label>Other</label></item>');
    expect(xml).toContain(`<bind nodeset="/data/q1_other" type="string" relevant="selected(../q1, 'other')"/>`);
    expect(xml).toContain('<input ref="/data/q1_other"><label>Specify other.</label></input>');
  });

  it('col-27 table-list makes selects the rows of a table under a heading', () => {
    const table = (second: string) =>
      `| survey |\n| | type | name | label | appearance |\n| | begin group | g1 | G1 | table-list w1 |\n| | select_one c1 | q1 | Q1 | |\n| | ${second} | q2 | Q2 | |\n| | end group | | | |${choices}\n| | c2 | a | A |`;
    const xml = xformOf(table('select_one c1'));
    expect(xml).toContain(
      '<group appearance="field-list w1" ref="/data/g1"><input ref="/data/g1/generated_table_list_label_2"><label>G1</label></input>',
    );
    expect(xml).toContain('<select1 ref="/data/g1/reserved_name_for_field_list_labels_3" appearance="label">');
    expect(xml.match(/appearance="list-nolabel"/g)).toHaveLength(2);
    expect(placesOf(convertForm(table('select_one c2')).errors)).toEqual(['choices_missing survey:4 type']);
  });

  it('col-27 a loop makes a group of each choice, and fills its name and label in', () => {
    const xml = xformOf(
      `| survey |\n| | type | name | label |\n| | begin loop over c1 | l1 | L1 |\n| | integer | q1 | How many %(label)s (%(name)s)? |\n| | end loop | | |${choices}`,
    );
    expect(xml).toContain('<l1><a><q1/></a><b><q1/></b></l1>');
    expect(xml).toContain(
      '<group ref="/data/l1/b"><label>B</label><input ref="/data/l1/b/q1"><label>How many B (b)?</label></input></group>',
    );
  });

  it('col-27 a loop fills in choice filters, files and attributes too', () => {
    const xml = xformOf(
      `| survey |\n| | type | name | label | choice_filter | image | instance::odk:tag |\n| | begin loop over c1 | l1 | L1 | | | |\n| | select_one c1 | q1 | Q1 | name != '%(name)s' | %(name)s.png | t-%(name)s |\n| | end loop | | | | | |${choices}`,
    );
    expect(xml).toContain(`nodeset="instance('c1')/root/item[name != 'b']"`);
    expect(xml).toContain('<value form="image">jr://images/b.png</value>');
    expect(xml).toContain('<q1 odk:tag="t-b"/>');
  });

  it('col-27 loops in loops stop before they make more questions than a form can have', () => {
    const rows = Array.from({ length: 400 }, (_, index) => `| | c1 | n${index} | N |`).join('\n');
    const { errors } = convertForm(
      `| survey |\n| | type | name | label |\n| | begin loop over c1 | l1 | L1 |\n| | begin loop over c1 | l2 | L2 |\n| | text | q1 | Q1 |\n| | end loop | | |\n| | end loop | | |\n| choices |\n| | list_name | name | label |\n${rows}`,
    );
    expect(placesOf(errors)).toEqual(['loop_too_large survey:2 type']);
  });

  it('col-27 rows may be switched off, and rows without type, name and label are notes to oneself', () => {
    const { xml, warnings } = convertForm(
      '| survey |\n| | type | name | label | disabled | hint |\n| | text | q1 | Q1 | yes | |\n| | text | q2 | Q2 | no | |\n| | | | | | note |',
    );
    expect(xml).not.toContain('<q1/>');
    expect(xml).toContain('<q2/>');
    expect(placesOf(warnings)).toEqual([
      'column_deprecated survey:2 disabled',
      'column_deprecated survey:3 disabled',
      'row_skipped survey:4',
    ]);
  });
});
