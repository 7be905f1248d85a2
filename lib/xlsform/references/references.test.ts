import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

describe('references to other questions', () => {
  it('col-27 outside repeats they are absolute paths, in labels they are outputs', () => {
    const xml = xformOf(`
      | survey |
      | | type        | name | label        | relevant    |
      | | begin group | g1   | G1           |             |
      | | text        | q1   | Q1           |             |
      | | end group   |      |              |             |
      | | note        | n1   | Hi \${q1}, hi | \${q1} = 'a' |`);
    expect(xml).toContain(`relevant="/data/g1/q1 = 'a'"`);
    expect(xml).toContain('<label>Hi <output value="/data/g1/q1"/>, hi</label>');
  });

  it('col-27 within a common repeat they are relative, from the nearest section that both share', () => {
    const xml = xformOf(`
      | survey |
      | | type         | name | label | relevant    |
      | | begin repeat | r1   | R1    |             |
      | | text         | q1   | Q1    |             |
      | | begin group  | g1   | G1    |             |
      | | text         | q2   | Q2    | \${q1} = 'a' |
      | | text         | q3   | Q3    | \${q2} = 'a' |
      | | end group    |      |       |             |
      | | end repeat   |      |       |             |
      | | text         | q4   | Q4    | \${q1} = 'a' |`);
    expect(xml).toContain(`nodeset="/data/r1/g1/q2" type="string" relevant="../../q1 = 'a'"`);
    expect(xml).toContain(`nodeset="/data/r1/g1/q3" type="string" relevant="../q2 = 'a'"`);
    expect(xml).toContain(`nodeset="/data/q4" type="string" relevant="/data/r1/q1 = 'a'"`);
  });

  it('col-27 in choice filters and predicates on lists they begin at the current node', () => {
    const xml = xformOf(`
      | survey |
      | | type          | name | label | choice_filter  | calculation |
      | | begin repeat  | r1   | R1    |                |             |
      | | text          | q1   | Q1    |                |             |
      | | select_one c1 | q2   | Q2    | kind = \${q1}   |             |
      | | calculate     | q3   |       |                | instance('c1')/root/item[name = \${q1}]/label |
      | | end repeat    |      |       |                |             |
      | choices |
      | | list_name | name | label | kind |
      | | c1        | a    | A     | x    |`);
    expect(xml).toContain(`nodeset="instance('c1')/root/item[kind = current()/../q1 ]"`);
    expect(xml).toContain('calculate="instance(\'c1\')/root/item[name = current()/../q1 ]/label"');
  });

  it('col-27 the last submission is another instance', () => {
    const xml = xformOf('| survey |\n| | type | name | label | default |\n| | text | q1 | Q1 | ${last-saved#q1} |');
    expect(xml).toContain('<instance id="__last-saved" src="jr://instance/last-saved"/>');
    expect(xml).toContain(`value="instance('__last-saved')/data/q1"`);
  });

  it('col-27 what indexed-repeat looks into stays absolute, its positions do not', () => {
    const xml = xformOf(`
      | survey |
      | | type         | name | label | calculation |
      | | begin repeat | r1   | R1    |             |
      | | integer      | q1   | Q1    |             |
      | | calculate    | q2   |       | indexed-repeat(\${q1}, \${r1}, \${q1} - 1) |
      | | end repeat   |      |       |             |`);
    expect(xml).toContain('calculate="indexed-repeat( /data/r1/q1 , /data/r1 , ../q1 - 1)"');
  });

  it('col-27 behind a call of indexed-repeat paths are relative; in and behind the last of two they are absolute', () => {
    const calculationOf = (calculation: string): string => {
      const xml = xformOf(`
        | survey |
        | | type         | name | label | calculation |
        | | begin repeat | r1   | R1    |             |
        | | integer      | q1   | Q1    |             |
        | | integer      | q2   | Q2    |             |
        | | calculate    | q3   |       | ${calculation} |
        | | end repeat   |      |       |             |`);
      return /nodeset="\/data\/r1\/q3" type="string" calculate="([^"]*)"/.exec(xml)?.[1] ?? '';
    };
    const call = 'indexed-repeat(${q1}, ${r1}, ${q2})';
    const resolved = 'indexed-repeat( /data/r1/q1 , /data/r1 , ../q2 )';
    expect(calculationOf(`${call} + \${q2}`)).toBe(`${resolved} + ../q2`);
    expect(calculationOf(`${call} + ${call} + \${q2}`)).toBe(
      `${resolved} + ${resolved.replace('../q2', '/data/r1/q2')} + /data/r1/q2`,
    );
    expect(calculationOf(`\${q2} + ${call}`)).toBe(`../q2 + ${resolved}`);
  });

  it('col-27 names of files are looked up from the root, also in repeats', () => {
    const xml = xformOf(`
      | survey |
      | | type         | name | label      | image      |
      | | begin repeat | r1   | R1         |            |
      | | text         | q1   | Q1         |            |
      | | note         | n1   | Hi \${q1} | \${q1}.png |
      | | end repeat   |      |            |            |`);
    expect(xml).toContain(
      '<value>Hi <output value="../q1"/></value><value form="image">jr://images/<output value="/data/r1/q1"/>.png</value>',
    );
  });

  it('col-27 choices can be the answers in a repeat', () => {
    const xml = xformOf(`
      | survey |
      | | type             | name | label | choice_filter |
      | | begin repeat     | r1   | R1    |               |
      | | text             | q1   | Q1    |               |
      | | integer          | age  | Age   |               |
      | | end repeat       |      |       |               |
      | | select_one \${q1} | q2   | Q2    |               |
      | | select_one \${q1} | q3   | Q3    | \${age} > 5    |`);
    expect(xml).toContain(`<itemset nodeset="/data/r1[./q1 != '']"><value ref="q1"/><label ref="q1"/></itemset>`);
    expect(xml).toContain('<itemset nodeset="/data/r1[ ./age &gt; 5]">');
  });

  it('col-27 a name that is nowhere, or twice, or malformed, is an error with its cell', () => {
    const { errors } = convertForm(`
      | survey |
      | | type        | name | label       | relevant      | calculation |
      | | text        | q1   | \${nobody}   |               |             |
      | | begin group | g1   | G1          |               |             |
      | | text        | q1   | Q1          | \${q1} = 1     |             |
      | | end group   |      |             |               |             |
      | | text        | q2   | Q2          | \${consent=1}  | \${q2       |`);
    expect(placesOf(errors)).toEqual([
      'reference_unknown survey:2 label',
      'reference_ambiguous survey:4 relevant',
      'reference_malformed survey:6 relevant',
      'reference_malformed survey:6 calculation',
    ]);
  });

  it('col-27 settings, choices and entities are checked too, columns for filters are not', () => {
    const { errors } = convertForm(`
      | survey |
      | | type          | name | label |
      | | select_one c1 | q1   | Q1    |
      | choices |
      | | list_name | name | label    | note      |
      | | c1        | a    | \${gone}  | \${gone}   |
      | settings |
      | | instance_name |
      | | \${gone}       |
      | entities |
      | | list_name | label   |
      | | e1        | \${gone} |`);
    expect(placesOf(errors)).toEqual([
      'reference_unknown settings:2 instance_name',
      'reference_unknown entities:2 label',
      'reference_unknown choices:2 label',
    ]);
  });

  it('col-27 a row with a mistake does not make references to it wrong', () => {
    const { errors } = convertForm(
      '| survey |\n| | type | name | label |\n| | dance | q1 | Q1 |\n| | note | q2 | ${q1} |',
    );
    expect(placesOf(errors)).toEqual(['type_unknown survey:2 type']);
  });
});
