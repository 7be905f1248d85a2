import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

const choices = `
  | choices |
  | | list_name | name | label | region | a b |
  | | c1        | a    | A     | north  | x   |
  | | c1        | b    | B     |        |     |
  | | unused    | c    | C     |        |     |`;

function form(type: string, more = ''): string {
  return `| survey |\n| | type | name | label |\n| | ${type} | q1 | Q1 |\n${choices}\n${more}`;
}

describe('choices', () => {
  it('col-27 are written with their columns; columns that cannot be names are left out with a warning', () => {
    const { xml, warnings } = convertForm(form('select_one c1'));
    expect(xml).toContain(
      '<instance id="c1"><root><item><name>a</name><label>A</label><region>north</region></item><item><name>b</name><label>B</label></item></root></instance>',
    );
    expect(placesOf(warnings)).toEqual(['header_unusable choices:1 a b']);
  });

  it('col-27 lists that nothing uses can be left out', () => {
    expect(xformOf(form('select_one c1'))).toContain('<instance id="unused">');
    const small = xformOf(form('select_one c1'), { includeUnusedChoices: false });
    expect(small).not.toContain('<instance id="unused">');
    expect(small).toContain('<instance id="c1">');
  });

  it('col-27 a list that an expression looks into counts as used', () => {
    const xml = xformOf(
      `| survey |\n| | type | name | label | calculation |\n| | calculate | q1 | | instance('c1')/root/item[name = 'a']/label |\n${choices}`,
      { includeUnusedChoices: false },
    );
    expect(xml).toContain('<instance id="c1">');
    expect(xml).not.toContain('<instance id="unused">');
  });

  it('col-27 need a name, once in their list unless the settings allow more, and should have a label', () => {
    const wrong = form('select_one c1').replace('| b    | B     |', '|      | B     |');
    expect(placesOf(convertForm(wrong).errors)).toEqual(['choice_name_missing choices:3 name']);
    const doubled = form('select_one c1').replace('| b    | B     |', '| a    | B     |');
    expect(placesOf(convertForm(doubled).errors)).toEqual(['choice_name_duplicate choices:3 name']);
    expect(convertForm(`${doubled}\n| settings |\n| | allow_choice_duplicates |\n| | yes |`).errors).toEqual([]);
    const unlabelled = form('select_one c1').replace('| b    | B     |', '| b    |       |');
    expect(placesOf(convertForm(unlabelled).warnings)).toContain('choice_label_missing choices:3 label');
  });

  it('col-27 of questions with several answers have no blanks in their names', () => {
    const spaced = form('select_multiple c1').replace('| b    | B     |', '| b c  | B     |');
    expect(placesOf(convertForm(spaced).errors)).toEqual(['choice_name_has_space survey:2 type']);
    expect(convertForm(spaced.replace('select_multiple', 'select_one')).errors).toEqual([]);
  });

  it('col-27 come from files, by extension', () => {
    expect(xformOf(form('select_one_from_file a.csv'))).toContain('<instance id="a" src="jr://file-csv/a.csv"/>');
    const places = xformOf(form('select_multiple_from_file a.geojson'));
    expect(places).toContain('<instance id="a" src="jr://file/a.geojson"/>');
    expect(places).toContain('<value ref="id"/><label ref="title"/>');
    for (const file of ['a', 'a.pdf', 'a.b.csv']) {
      expect(placesOf(convertForm(form(`select_one_from_file ${file}`)).errors)).toEqual([
        'file_extension_unsupported survey:2 type',
      ]);
    }
  });

  it('col-27 on external_choices are asked for with a filter', () => {
    const external = (filter: string) => `
      | survey |
      | | type                   | name | label | choice_filter |
      | | text                   | q1   | Q1    |               |
      | | select_one_external c9 | q2   | Q2    | ${filter}     |
      | external_choices |
      | | list_name | name | label |
      | | c9        | a    | A     |`;
    expect(xformOf(external('a = ${q1}'))).toContain(`query="instance('c9')/root/item[a = /data/q1 ]"`);
    expect(placesOf(convertForm(external('')).errors)).toEqual(['choice_filter_missing survey:3 choice_filter']);
    expect(placesOf(convertForm(external('a = 1').replace('c9        |', 'c8        |')).errors)).toEqual([
      'choices_missing survey:3 type',
    ]);
  });

  it('col-27 of search() stand in the question, and cannot be used without it', () => {
    const searching = (second: string) =>
      `| survey |\n| | type | name | label | appearance |\n| | select_one c1 | q1 | Q1 | search('f') |\n| | ${second} | q2 | Q2 | |\n${choices}`;
    const xml = xformOf(searching('text'));
    expect(xml).toContain('<item><label>A</label><value>a</value></item>');
    expect(xml).not.toContain('<instance id="c1">');
    expect(placesOf(convertForm(searching('select_one c1')).errors)).toEqual(['search_conflict survey:2 appearance']);
  });

  it('col-27 are randomized, with a seed if wanted', () => {
    const randomized = `| survey |\n| | type | name | label | parameters |\n| | decimal | q0 | Q0 | |\n| | select_one c1 | q1 | Q1 | randomize=true seed=\${q0} |\n${choices}`;
    expect(xformOf(randomized)).toContain(`nodeset="randomize(instance('c1')/root/item, /data/q0)"`);
  });

  it('col-27 one name for two sources of data is an error', () => {
    const conflict = `| survey |\n| | type | name | label | calculation |\n| | csv-external | c1 | | |\n| | calculate | q1 | | pulldata('c1', 'a', 'b', 'c') |\n${choices}`;
    expect(placesOf(convertForm(conflict).errors)).toEqual(['instance_conflict survey:2']);
  });
});
