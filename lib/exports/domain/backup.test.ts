import { describe, expect, it } from 'vitest';
import { backupPlanDraftSchema, tablesOf } from './backup.ts';

describe('pdk-41 what a backup has of each table', () => {
  it('pdk-41 days are summed and named by the first and the last; tables that are taken whole have none', () => {
    const windows = [
      { table: 'sources', day: null, rows: 4, pieces: ['a'] },
      { table: 'data_points', day: '2026-11-03', rows: 7, pieces: ['b', 'c'] },
      { table: 'data_points', day: '2026-10-30', rows: 1, pieces: ['d'] },
      { table: 'data_points', day: '2026-11-29', rows: 2, pieces: ['e'] },
      { table: 'observations', day: '2026-11-01', rows: 0, pieces: [] },
    ];
    expect(tablesOf(windows)).toEqual([
      { table: 'data_points', rows: 10, windows: 3, pieces: 4, firstDay: '2026-10-30', lastDay: '2026-11-29' },
      { table: 'sources', rows: 4, windows: 1, pieces: 1, firstDay: null, lastDay: null },
    ]);
    expect(tablesOf([])).toEqual([]);
  });

  it('pdk-41 a plan has an hour of the day in a zone that there is, or none', () => {
    expect(backupPlanDraftSchema.parse({ hour: null })).toEqual({ hour: null, timeZone: 'UTC' });
    expect(backupPlanDraftSchema.parse({ hour: 23, timeZone: 'Africa/Kinshasa' })).toMatchObject({ hour: 23 });
    for (const wrong of [{ hour: 24 }, { hour: -1 }, { hour: 2.5 }, { hour: 2, timeZone: 'Mars/North' }, {}])
      expect(backupPlanDraftSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });
});
