import { describe, expect, it } from 'vitest';
import { convertForm, placesOf, xformOf } from '#e2e/harness/convert-form.ts';

const survey = `
  | survey |
  | | type | name | label | save_to |
  | | text | q1   | Q1    |         |`;

function entities(headers: string, ...rows: string[]): string {
  return [survey, '| entities |', `| | ${headers} |`, ...rows.map((row) => `| | ${row} |`)].join('\n');
}

describe('entities', () => {
  it('col-28 without an id they are created, under a new id', () => {
    const xml = xformOf(entities('list_name | label', 'trees | ${q1}'));
    expect(xml).toContain('entities:entities-version="2024.1.0"');
    expect(xml).toContain('<meta><entity dataset="trees" create="1" id=""><label/></entity><instanceID/></meta>');
    expect(xml).toContain('<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()"/>');
    expect(xml).toContain(
      '<bind nodeset="/data/meta/entity/label" calculate="/data/q1" readonly="true()" type="string"/>',
    );
  });

  it('col-28 with an id they are updated, told which version is changed', () => {
    const xml = xformOf(entities('list_name | entity_id | update_if', 'trees | ${q1} | 1 = 1'));
    expect(xml).toContain('<entity dataset="trees" update="1" baseVersion="" trunkVersion="" branchId="" id=""/>');
    expect(xml).toContain(
      '<bind nodeset="/data/meta/entity/@update" calculate="1 = 1" readonly="true()" type="string"/>',
    );
    expect(xml).toContain(`calculate="instance('trees')/root/item[name= /data/q1 ]/__version"`);
    expect(xml).not.toContain('uuid()');
  });

  it('col-28 the model says the same', () => {
    const { model } = convertForm(entities('list_name | label | create_if', "trees | ${q1} | ${q1} != ''"));
    expect(model?.entities).toEqual([
      {
        path: '/data/meta/entity',
        dataset: 'trees',
        createIf: "/data/q1 != ''",
        updateIf: null,
        entityId: null,
        label: '/data/q1',
      },
    ]);
  });

  it.each([
    ['list_name | label | update_if', 'trees | a | 1 = 1', 'entity_invalid entities:2'],
    ['list_name | entity_id | create_if', 'trees | a | 1 = 1', 'entity_invalid entities:2'],
    ['list_name | create_if', 'trees | 1 = 1', 'entity_invalid entities:2'],
    ['list_name | label', '__trees | a', 'entity_invalid entities:2'],
    ['list_name | label', 'tr.ees | a', 'entity_invalid entities:2'],
    ['list_name | label', '| a', 'entity_invalid entities:2'],
    ['list_name | label | colour', 'trees | a | red', 'header_unsupported entities:1 colour'],
  ])('col-28 a declaration %s: %s is refused', (headers, row, place) => {
    expect(placesOf(convertForm(entities(headers, row)).errors)).toEqual([place]);
  });

  it('col-28 in a repeat every new one gets an id', () => {
    const xml = xformOf(`
      | survey |
      | | type         | name | label | save_to |
      | | begin repeat | r1   | R1    |         |
      | | text         | q1   | Q1    | height  |
      | | end repeat   |      |       |         |
      | entities |
      | | list_name | label |
      | | trees     | a     |`);
    expect(xml).toContain('entities:entities-version="2025.1.0"');
    expect(xml).toContain('<bind nodeset="/data/r1/q1" type="string" entities:saveto="height"/>');
    expect(xml).toContain('<setvalue ref="/data/r1/meta/entity/@id" event="odk-new-repeat" value="uuid()"/></repeat>');
  });

  it('col-28 several lists each stand in a section of their own, named in save_to', () => {
    const two = (first: string, second: string) => `
      | survey |
      | | type        | name | label | save_to   |
      | | text        | q1   | Q1    | ${first}  |
      | | begin group | g1   | G1    |           |
      | | text        | q2   | Q2    | ${second} |
      | | end group   |      |       |           |
      | entities |
      | | list_name | label |
      | | e1        | a     |
      | | e2        | b     |`;
    const xml = xformOf(two('e1#p1', 'e2#p1'));
    expect(xml).toContain('<g1><q2/><meta><entity dataset="e2" create="1" id=""><label/></entity></meta></g1>');
    expect(xml).toContain('<meta><entity dataset="e1" create="1" id=""><label/></entity><instanceID/></meta>');
    expect(placesOf(convertForm(two('p1', 'e2#p1')).errors)).toEqual(['save_to_invalid survey:2 save_to']);
    expect(placesOf(convertForm(two('e1#p1', 'e3#p1')).errors)).toEqual(['save_to_invalid survey:4 save_to']);
    expect(placesOf(convertForm(two('e1#p1', 'e2#a#b')).errors)).toEqual(['save_to_invalid survey:4 save_to']);
  });

  it('col-28 two lists made from the same section have no place there', () => {
    const { errors } = convertForm(entities('list_name | label', 'e1 | ${q1}', 'e2 | ${q1}'));
    expect(placesOf(errors)).toEqual(['entity_unplaced entities:3']);
  });

  it('col-28 an entity outside of a repeat cannot refer to the many answers inside', () => {
    const { errors } = convertForm(`
      | survey |
      | | type         | name | label | save_to |
      | | text         | q1   | Q1    | p1      |
      | | begin repeat | r1   | R1    |         |
      | | text         | q2   | Q2    |         |
      | | end repeat   |      |       |         |
      | entities |
      | | list_name | label |
      | | e1        | \${q2} |`);
    expect(placesOf(errors)).toEqual(['entity_invalid entities:2']);
    expect(errors[0]?.message).toContain("'q2' in the repeat '/data/r1'");
  });

  it('col-28 one entity cannot be made from two repeats', () => {
    const { errors } = convertForm(`
      | survey |
      | | type         | name | label | save_to |
      | | begin repeat | r1   | R1    |         |
      | | text         | q1   | Q1    | p1      |
      | | end repeat   |      |       |         |
      | | begin repeat | r2   | R2    |         |
      | | text         | q2   | Q2    | p2      |
      | | end repeat   |      |       |         |
      | entities |
      | | list_name | label |
      | | e1        | a     |`);
    expect(placesOf(errors)).toEqual(['save_to_out_of_scope survey:6 save_to']);
  });

  it.each([
    ['name', 'text'],
    ['Label', 'text'],
    ['__p', 'text'],
    ['1p', 'text'],
  ])('col-28 %s cannot be a property', (property, type) => {
    const form = entities('list_name | label', 'trees | a').replace(
      '| | text | q1   | Q1    |         |',
      `| | ${type} | q1 | Q1 | ${property} |`,
    );
    expect(placesOf(convertForm(form).errors)).toEqual(['save_to_invalid survey:2 save_to']);
  });

  it('col-28 nothing can be saved where no entity is declared, nor twice to one property', () => {
    const undeclared = survey.replace('|         |\n', '| p1 |').replace(/\| {9}\|$/, '| p1 |');
    expect(placesOf(convertForm(undeclared).errors)).toEqual(['save_to_invalid survey:2 save_to']);
    const twice = `${undeclared}\n| | text | q2 | Q2 | p1 |\n| entities |\n| | list_name | label |\n| | e1 | a |`;
    expect(placesOf(convertForm(twice).errors)).toEqual(['save_to_invalid survey:3 save_to']);
  });
});
