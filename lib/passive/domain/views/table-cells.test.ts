import { describe, expect, it } from 'vitest';
import { shorten, tableCells } from './table-cells.ts';
import { viewOfType } from './type-views.ts';

describe('table cells', () => {
  it('pdk-23 picks the members that the type shows', () => {
    const { columns } = viewOfType('pdk-device-battery');
    expect(tableCells('{"level":83,"status":"discharging","extra":[1]}', columns)).toEqual({
      level: 83,
      status: 'discharging',
      temperature: null,
      plugged: null,
      health: null,
      voltage: null,
    });
  });

  it('pdk-23 shows structured members as JSON', () => {
    const { columns } = viewOfType('pdk-app-event');
    expect(tableCells('{"event_name":"opened","event_details":{"page":1}}', columns)).toEqual({
      event_name: 'opened',
      event_details: '{"page":1}',
    });
  });

  it.each(['{"level": 8', '[1]', 'null', '"x"'])('pdk-23 shows a row for a text without members: %s', (text) => {
    expect(tableCells(text, [{ path: 'level', format: 'number' }])).toEqual({ level: null });
  });

  it('pdk-23 shortens long texts', () => {
    expect(shorten('x'.repeat(500))).toHaveLength(200);
    expect(shorten('short')).toBe('short');
  });

  it('pdk-23 a type nobody described has counts and no columns, even one named like a member of objects', () => {
    expect(viewOfType('constructor')).toEqual({ chart: { kind: 'counts' }, columns: [] });
  });
});
