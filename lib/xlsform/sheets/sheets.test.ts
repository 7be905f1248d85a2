import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

describe('headers of sheets', () => {
  it('col-27 columns are known by their other names, whatever their case and spaces', () => {
    const xml = xformOf(`
      | survey |
      | | Command | Tag | Caption | Read only | Relevance | Constraining Message | Constraint |
      | | text    | q1  | Q1      | yes       | 1 = 1     | Not so               | . != ''    |`);
    expect(xml).toContain(
      '<bind nodeset="/data/q1" type="string" readonly="true()" relevant="1 = 1" jr:constraintMsg="Not so" constraint=". != \'\'"/>',
    );
  });

  it('col-27 single colons split headers only where no header has double ones', () => {
    const single = xformOf(
      '| survey |\n| | type | name | label:English (en) | bind:jr:constraintMsg |\n| | text | q1 | Q1 | No |',
    );
    expect(single).toContain('<translation lang="English (en)">');
    expect(single).toContain('jr:constraintMsg="No"');
    const both = xformOf(
      '| survey |\n| | type | name | label::English (en) | bind::orx:max-pixels |\n| | text | q1 | Q1 | 5 |',
    );
    expect(both).toContain('orx:max-pixels="5"');
  });

  it('col-26 a repeat count under two names is a warning, and the last one filled in counts', () => {
    const { xml, warnings } = convertForm(`
      | survey |
      | | type         | name | label | jr:count | repeat_count |
      | | begin repeat | r1   | R1    | 2        | 3            |
      | | text         | q1   | Q1    |          |              |
      | | end repeat   |      |       |          |              |
      | | begin repeat | r2   | R2    | 4        |              |
      | | text         | q2   | Q2    |          |              |
      | | end repeat   |      |       |          |              |`);
    expect(placesOf(warnings)).toEqual(['header_duplicate survey:1 repeat_count']);
    expect(xml).toContain('calculate="3"');
    expect(xml).toContain('calculate="4"');
  });

  it('col-27 other columns under two names are an error', () => {
    const { errors } = convertForm('| survey |\n| | type | name | value | label |\n| | text | q1 | q2 | Q1 |');
    expect(placesOf(errors)).toEqual(['header_duplicate survey:1 value']);
  });

  it.each([
    ['relevant', 'bind::relevant'],
    ['bind::relevant', 'relevant'],
    ['hint::English (en)', 'Hint::English (en)'],
    ['Hint:: English (en)', 'hint::English (en)'],
  ])('col-27 the columns %s and %s are one, whichever comes first', (first, second) => {
    const { errors } = convertForm(
      `| survey |\n| | type | name | label | ${first} | ${second} |\n| | text | q1 | Q1 | true() | false() |`,
    );
    expect(placesOf(errors)).toEqual([`header_duplicate survey:1 ${second}`]);
  });

  it('col-27 a column under its own name may follow another name for it', () => {
    const { xml } = convertForm('| survey |\n| | type | value | name | label |\n| | text | q1 | q2 | Q |');
    expect(xml).toContain('<q2/>');
  });

  it('col-27 a survey without types, and choices without names, are refused', () => {
    expect(placesOf(convertForm('| survey |\n| | name | label |\n| | q1 | Q1 |').errors)).toEqual([
      'header_missing survey:1 type',
    ]);
    const choices =
      '| survey |\n| | type | name | label |\n| | text | q1 | Q1 |\n| choices |\n| | list_name | label |\n| | c1 | A |';
    expect(placesOf(convertForm(choices).errors)).toEqual(['header_missing choices:1 name']);
  });

  it('col-27 attributes that XML cannot name, and media that do not exist, are told with their column', () => {
    const { errors } = convertForm(`
      | survey |
      | | type | name | label | bind::a b | body::nobody:x | media::smell |
      | | text | q1   | Q1    | 1         | 2              | rose.png     |`);
    expect(placesOf(errors)).toEqual([
      'header_unusable survey:1 bind::a b',
      'header_unusable survey:1 body::nobody:x',
      'header_unusable survey:1 media::smell',
    ]);
  });

  it('col-27 typographic quotes become straight; spaces collapse on the survey unless the settings forbid it', () => {
    const form = '| survey |\n| | type | name | label |\n| | text | q1 | ‘A’  “B” |';
    expect(convertForm(form).xml).toContain(`<label>'A' "B"</label>`);
    const kept = `${form}\n| settings |\n| | clean_text_values |\n| | no |`;
    expect(convertForm(kept).xml).toContain(`<label>'A'  "B"</label>`);
  });
});

describe('sheets of a workbook', () => {
  const survey = '| | type | name | label |\n| | text | q1 | Q1 |';

  it('col-27 names of sheets are known whatever their case; a single sheet is the survey', () => {
    expect(convertForm(`| SURVEY |\n${survey}\n| Settings |\n| | form_id |\n| | f1 |`).xml).toContain('<data id="f1">');
    expect(convertForm(`| Sheet1 |\n${survey}`).errors).toEqual([]);
  });

  it('col-27 a missing survey is told, with the sheet that may be meant', () => {
    const [error] = convertForm(`| surveys |\n${survey}\n| settings |\n| | form_id |\n| | f1 |`).errors;
    expect(error).toMatchObject({ code: 'sheet_missing', sheet: 'survey' });
    expect(error?.message).toContain("'surveys'");
  });

  it('col-27 a sheet that is nearly settings or entities is a warning, unless an underscore leaves it out', () => {
    const warningsFor = (name: string) =>
      placesOf(convertForm(`| survey |\n${survey}\n| ${name} |\n| | form_id |\n| | f1 |`).warnings);
    expect(warningsFor('setting')).toEqual(['sheet_misspelled setting:']);
    expect(warningsFor('entites')).toEqual(['sheet_misspelled entites:']);
    expect(warningsFor('_setting')).toEqual([]);
    expect(warningsFor('notes')).toEqual([]);
  });

  it('col-27 languages that lack a column of another one are warned of', () => {
    const { warnings } = convertForm(`
      | survey |
      | | type | name | label::English (en) | label::French (fr) | hint::English (en) |
      | | text | q1   | Q1                  | Q1                 | H1                 |`);
    expect(placesOf(warnings)).toEqual(['translation_missing survey:1']);
    expect(warnings[0]?.message).toContain("not 'French (fr)'");
  });

  it('col-27 languages without a code are warned of', () => {
    const { warnings } = convertForm(
      '| survey |\n| | type | name | label::English (en) | label::Klingonese |\n| | text | q1 | Q1 | Q1 |',
    );
    expect(placesOf(warnings)).toEqual(['language_code_unknown :']);
    expect(warnings[0]?.message).toContain('Klingonese');
  });
});
