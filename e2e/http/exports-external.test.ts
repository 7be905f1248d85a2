import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listExportableTypes } from '#lib/exports/index.ts';
import { readTable } from '../harness/archive.ts';
import { openExportTest, type ExportTest } from '../harness/exports.ts';
import type { Tenant } from '../harness/tenant.ts';

let test: ExportTest;
let tenant: Tenant;
let archive: Map<string, string>;

const at = Date.parse('2026-08-03T21:30:00Z') / 1000;
const receivedAt = new Date('2026-08-04T06:00:00Z');
const agent = 'Passive Data Kit External Importer';
const external = (event: string, timestamp: number, members: object, source = 'P-1') => ({
  type: `pdk-external-${event}`,
  source,
  timestamp,
  members,
  metadata: { generator: `pdk-external-${event}: ${agent}` },
});

beforeAll(async () => {
  test = await openExportTest();
  tenant = await test.aTenant();
  await test.send(
    tenant,
    [
      external('youtube-watch', at, { pdk_length_title: 9 }),
      external('engagement-youtube', at, { type: 'Watch', duration: 0, incoming_engagement: 0.5, event: 'watch' }),
      external('youtube-search', at, { pdk_length_query: 4 }),
      external('engagement-youtube', at, { type: 'search', duration: 0, outgoing_engagement: 0.25, event: 'search' }),
      external('instagram-comment', at - 60, { pdk_length_comment: 12 }),
      external('engagement-instagram', at - 60, { type: 'comment', outgoing_engagement: 1, event: 'comment' }),
      external('tumblr-reblog', at + 60, {}, 'P-2'),
      external('amazon-item', at + 120, {
        ordered: '2026-08-03',
        pdk_hashed_order_id: 'ab12',
        item: 'A kettle',
        asin: 'B00',
        purchase_price: 24.5,
        quantity: 2,
        zipcode: '1010',
        currency: 'EUR',
      }),
      { type: 'pdk-device-battery', source: 'P-1', timestamp: at, members: { level: 1 } },
    ],
    receivedAt,
  );
  archive = await test.exported(test.as(tenant), tenant, { timeZone: 'Africa/Kampala' });
});
afterAll(() => test.close());

const tableOf = (name: string) => readTable(archive.get(name) ?? '');
/** 21:30 of Greenwich is half past midnight in Kampala. */
const made = (secondsLater: number, time: string) => ['2026-08-04', time, 'Africa/Kampala', String(at + secondsLater)];
const recorded = ['2026-08-04', '09:00:00', 'Africa/Kampala', String(receivedAt.getTime() / 1000)];

describe('pdk-33 reports over what was read from archives', () => {
  it('pdk-33 pdk-external-events has every event with its service, its name and how much somebody took part', () => {
    const [header, ...rows] = tableOf('pdk-external-events.txt');
    expect(header).toEqual([
      'Record ID',
      'Creation Date',
      'Creation Time',
      'Creation Time Zone',
      'Creation Unix Timestamp',
      'Recorded Date',
      'Recorded Time',
      'Recorded Time Zone',
      'Recorded Unix Timestamp',
      'Service',
      'Event',
      'Media Type',
      'Outgoing Engagement Score',
      'Incoming Engagement Score',
    ]);
    expect(rows).toEqual([
      ['P-1', ...made(-60, '00:29:00'), ...recorded, 'Instagram', 'Comment', 'text', '1', ''],
      ['P-1', ...made(0, '00:30:00'), ...recorded, 'YouTube', 'Search', 'search', '0.25', ''],
      ['P-1', ...made(0, '00:30:00'), ...recorded, 'YouTube', 'Watched Video', 'video', '', '0.5'],
      ['P-1', ...made(120, '00:32:00'), ...recorded, 'Amazon', expect.any(String), expect.any(String), '', ''],
      ['P-2', ...made(60, '00:31:00'), ...recorded, 'tumblr', 'pdk-external-tumblr-reblog', '', '', ''],
    ]);
    expect(archive.get('pdk-external-events.txt')).toContain('\r\n');
  });

  it('pdk-33 pdk-external-engagement has a row for each time somebody took part', () => {
    const [header, ...rows] = tableOf('pdk-external-engagement.txt');
    expect(header).toEqual([
      'Record ID',
      'Creation Date',
      'Creation Time',
      'Creation Time Zone',
      'Creation Unix Timestamp',
      'Service',
      'Engagement Type',
      'Outgoing Engagement',
      'Incoming Engagement',
    ]);
    expect(rows.map((row) => [row[0], row[4], ...row.slice(5)])).toEqual([
      ['P-1', String(at - 60), 'instagram', 'comment', '1', ''],
      ...[
        ['P-1', String(at), 'youtube', 'search', '0.25', ''],
        ['P-1', String(at), 'youtube', 'watch', '', '0.5'],
      ].sort((a, b) => rowOrder(rows, a) - rowOrder(rows, b)),
    ]);
  });

  it('pdk-33 pdk-external-amazon-item has the 41 columns that scripts know', () => {
    const [header, row] = tableOf('pdk-external-amazon-item/p-1.txt');
    expect(header).toHaveLength(41);
    const cells = Object.fromEntries((header ?? []).map((name, index) => [name, row?.[index]]));
    expect(cells).toMatchObject({
      'Order Date': '2026-08-03',
      'Order ID': 'ab12',
      Title: 'A kettle',
      'ASIN/ISBN': 'B00',
      'Purchase Price Per Unit': '24.5',
      Quantity: '2',
      'Shipping Address Zip': '1010',
      Currency: 'EUR',
      'Ordering Customer Email': '',
      'Buyer Name': '',
      'Group Name': '',
    });
  });

  it('pdk-33 a report over many types is offered, ordered by its name, and keeps to the days asked for', async () => {
    const ctx = test.as(tenant);
    const types = await listExportableTypes(ctx, { studyId: tenant.studyId, sourceIds: [], groupIds: [] });
    expect(types.find(({ type }) => type === 'pdk-external-events')).toMatchObject({ table: 'standard', points: 5 });
    expect(types.find(({ type }) => type === 'pdk-external-engagement')).toMatchObject({ points: 3, sources: 1 });
    const asked = { types: ['pdk-external-events'], timeZone: 'Africa/Kampala', fileFormats: ['csv' as const] };
    const one = await test.exported(ctx, tenant, { ...asked, formats: ['tables', 'flat', 'raw'] });
    expect([...one.keys()]).toEqual(['pdk-external-events.csv', 'CAIRN-MANIFEST']);
    const before = await test.exported(ctx, tenant, { ...asked, to: '2026-08-03' });
    expect(before.get('pdk-external-events.csv')?.trim().split('\r\n')).toHaveLength(1);
    const other = await test.aTenant();
    await expect(test.order(test.as(other), other, asked)).rejects.toMatchObject({ code: 'input_invalid' });
  });
});

/** Two points of one instant and type are in the order of their hashes. */
function rowOrder(rows: readonly (readonly string[])[], [, , , type]: readonly (string | undefined)[]): number {
  return rows.findIndex((row) => row[6] === type);
}
