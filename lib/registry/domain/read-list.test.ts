import { describe, expect, it } from 'vitest';
import { importMappingSchema } from './import-mapping.ts';
import { readList } from './read-list.ts';

const headers = ['Province', 'District', 'School', 'Lat', 'Lon', 'Opened', 'Closed'];
const mapping = importMappingSchema.parse({
  name: 'School',
  parents: ['Province', 'District'],
  latitude: 'Lat',
  longitude: 'Lon',
  opening_date: 'Opened',
  closed_date: 'Closed',
});

function read(...rows: string[]) {
  const table = rows.map((row, index) => ({ line: index + 2, cells: row.split(';') }));
  const { units, rows: said } = readList(headers, table, mapping);
  return { units, said: said.map(({ line, column, code }) => [line, column, code]) };
}

describe('reg-42 a list with its levels in columns', () => {
  it('reg-42 makes each parent once, under its own parent', () => {
    const { units } = read('Kongo;Boma;A;1;2', 'Kongo;Boma;B;1;3', 'Kasai;Boma;C;1;4');
    expect(units.map(({ name, type }) => [name, type.name, type.depth])).toEqual([
      ['Kongo', 'Province', 0],
      ['Boma', 'District', 1],
      ['Kasai', 'Province', 0],
      ['Boma', 'District', 1],
      ['A', 'School', 2],
      ['B', 'School', 2],
      ['C', 'School', 2],
    ]);
  });

  it('reg-42 skips an empty level and says so', () => {
    const { units, said } = read('Kongo;NEANT;A;1;2');
    expect(units.find(({ name }) => name === 'A')?.parentKey).toBe(units.find(({ name }) => name === 'Kongo')?.key);
    expect(said).toEqual([[2, 'District', 'level_missing']]);
  });

  it('reg-42 keeps rows of one name apart and names them', () => {
    const { units, said } = read('Kongo;Boma;A;1;2', 'Kongo;Boma;a;1;3');
    expect(units.filter(({ isLeaf }) => isLeaf).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    expect(said).toEqual([[3, 'School', 'name_repeated']]);
  });

  it('reg-42 takes one parent for two spellings of it and names the second', () => {
    const { units, said } = read('KONGO;Boma;A;1;2', 'Kongo;Boma;B;1;3', 'Kongo;Boma;C;1;4');
    expect(units).toHaveLength(5);
    expect(said).toEqual([[3, 'Province', 'spelling_differs']]);
  });

  it.each([
    ['a missing name', 'Kongo;Boma;;1;2', 'School', 'name_missing'],
    ['a latitude off the earth', 'Kongo;Boma;A;91;2', 'Lat', 'latitude_out_of_range'],
    ['a longitude off the earth', 'Kongo;Boma;A;1;181', 'Lon', 'longitude_out_of_range'],
    ['half a position', 'Kongo;Boma;A;1;', 'Lon', 'position_half'],
    ['words for a number', 'Kongo;Boma;A;north;2', 'Lat', 'number_unreadable'],
    ['a formula that failed', 'Kongo;#REF!;A;1;2', 'District', 'formula_failed'],
    ['minutes beyond an hour', 'Kongo;Boma;A;4°75′S;2', 'Lat', 'number_unreadable'],
    ['a day that does not exist', 'Kongo;Boma;A;1;2;30/02/2020', 'Opened', 'date_unreadable'],
    ['closing before opening', 'Kongo;Boma;A;1;2;2020-01-02;2020-01-01', 'Closed', 'closed_before_opened'],
    ['more cells than the header', 'Kongo;Boma;A;1;2;;;extra', null, 'row_misshapen'],
  ])('reg-42 refuses %s, naming row and column, and takes the next row', (_what, row, column, code) => {
    const { units, said } = read(row, 'Kongo;Boma;Good;1;2');
    expect(said.filter((one) => one[2] !== 'position_shared')).toEqual([[2, column, code]]);
    expect(units.filter(({ isLeaf }) => isLeaf).map(({ name }) => name)).toEqual(['Good']);
  });

  it('reg-42 reads decimal commas and leaves out the position 0, 0', () => {
    const { units, said } = read('Kongo;Boma;A;-5,5;13,25', 'Kongo;Boma;B;0;0');
    expect(units.at(-2)?.location).toEqual([13.25, -5.5, 0]);
    expect(units.at(-1)?.location).toBeUndefined();
    expect(said.map(([, , code]) => code)).toEqual(['decimal_comma', 'decimal_comma', 'position_zero']);
  });

  it('reg-42 reads degrees, minutes and seconds, and days that could be read in two ways, and says so', () => {
    const { units, said } = read('Kongo;Boma;A;4°19′30″S;E 15 18;02/03/2020', 'Kongo;Boma;B;5°S;15;13/03/2020');
    expect(units.at(-2)).toMatchObject({ location: [15.3, -4.325, 0], openingDate: '2020-03-02' });
    expect(units.at(-1)).toMatchObject({ location: [15, -5, 0], openingDate: '2020-03-13' });
    expect(said).toEqual([
      [2, 'Lat', 'degrees_read'],
      [2, 'Lon', 'degrees_read'],
      [2, 'Opened', 'date_order_unknown'],
      [3, 'Lat', 'degrees_read'],
    ]);
  });

  it('reg-42 turns a position round that lies with the others only the other way round', () => {
    const others = Array.from(
      { length: 30 },
      (_row, n) => `Kongo;Boma;S${String(n)};${String(-5 - n / 100)};${String(14 + n / 100)}`,
    );
    const { units, said } = read(...others, 'Kongo;Boma;Turned;14.123;-5.123');
    expect(units.at(-1)?.location).toEqual([14.123, -5.123, 0]);
    expect(said).toEqual([[32, 'Lat', 'position_swapped']]);
  });
});
