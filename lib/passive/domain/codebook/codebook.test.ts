import { describe, expect, it } from 'vitest';
import { makeCodebook, type VariableText } from './codebook.ts';
import type { Variable } from './variable.ts';

const aVariable = (type: string, path: string): Variable => ({
  type,
  path,
  kinds: ['integer'],
  minimum: 1,
  maximum: 2,
  longestText: 0,
  longestList: 0,
  examples: null,
  pointCount: 3,
  firstSeenAt: new Date('2026-01-01'),
  lastSeenAt: new Date('2026-01-02'),
});
const aText = (text: Partial<VariableText> & Pick<VariableText, 'type' | 'path'>): VariableText => ({
  title: null,
  description: null,
  groupName: null,
  sortOrder: null,
  ...text,
});

const battery = 'pdk-device-battery';

describe('codebook', () => {
  it('pdk-45 puts types by category, those nobody described last, and says what is built in', () => {
    const book = makeCodebook(
      [aVariable('aaa-own', 'x'), aVariable(battery, 'level'), aVariable('pdk-phone-calls', 'duration')],
      [],
    );
    expect(book.map(({ type, category }) => [type, category])).toEqual([
      ['pdk-phone-calls', 'Communication and web'],
      [battery, 'Device'],
      ['aaa-own', 'Other'],
    ]);
    expect(book[1]).toMatchObject({ title: 'Battery', isEdited: false });
    expect(book[1]?.variables[0]).toMatchObject({ path: 'level', group: 'Charge', isEdited: false });
    expect(book[1]?.variables[0]?.description).toContain('`scale`');
  });

  it('pdk-45 variables stand in the groups and the order of the texts, metadata last', () => {
    const paths = ['zz_custom', 'voltage', 'passive-data-metadata.source', 'scale', 'level', 'observed'];
    const [type] = makeCodebook(
      paths.map((path) => aVariable(battery, path)),
      [],
    );
    expect(type?.variables.map(({ path }) => path)).toEqual([
      'level',
      'scale',
      'voltage',
      'observed',
      'zz_custom',
      'passive-data-metadata.source',
    ]);
  });

  it('pdk-45 what people wrote stands before what is built in, word by word', () => {
    const variables = [aVariable(battery, 'level'), aVariable(battery, 'scale')];
    const [type] = makeCodebook(variables, [
      aText({ type: battery, path: '', title: 'Akku', groupName: 'Geräte' }),
      aText({ type: battery, path: 'scale', description: '' }),
      aText({ type: battery, path: 'level', sortOrder: 9 }),
    ]);
    expect(type).toMatchObject({ title: 'Akku', category: 'Geräte', isEdited: true });
    expect(type?.description).toContain('battery');
    expect(type?.variables.map(({ path, description, isEdited }) => [path, description === '', isEdited])).toEqual([
      ['scale', true, true],
      ['level', false, true],
    ]);
  });

  it('pdk-45 what is inside a described variable belongs to its group', () => {
    const [type] = makeCodebook([aVariable('pdk-sensor-light', 'sensor_data.light_level[]')], []);
    expect(type?.variables[0]).toMatchObject({ group: 'Readings', description: '' });
  });
});
