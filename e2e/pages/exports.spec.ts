import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readArchive, readTable } from '#e2e/harness/archive.ts';
import { anHourOf, aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

for (const { look, viewport, scheme } of looks) {
  test(`pdk-30 exports on ${look}`, async ({ page, signInAs, study }) => {
    await study.send(anHourOf('e-1'));
    await study.call('POST', 'exports', { study: study.key });
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto(study.page('/exports'));
    await expect(page.getByRole('row').filter({ hasText: 'Export of' }).getByText('Done')).toBeVisible();
    await page.getByText('Only some').click();
    await checkPage(page);
  });
}

const dayS = 86_400;

test('pdk-34 an export of one group, one type and a range of days is ordered, watched, and holds just that', async ({
  page,
  signInAs,
  study,
}) => {
  const today = Math.floor(nowS() / dayS) * dayS;
  const times = [
    today - 5 * dayS + 43_200,
    today - 3 * dayS + 43_200,
    today - 3 * dayS + 43_260,
    today - dayS + 43_200,
  ];
  await study.send(
    ['in-1', 'out-1'].flatMap((source) =>
      times.flatMap((timestamp, index) => [
        aPoint({ source, timestamp, members: { level: 10 + index } }),
        aPoint({ source, timestamp, type: 'pdk-screen-state', members: { state: 'on' } }),
      ]),
    ),
  );
  const { id: groupId } = (await study.call('POST', 'groups', { study: study.key, name: 'Intervention' })) as {
    id: string;
  };
  const { items } = (await study.call('GET', `sources?study=${study.key}&text=in-1`)) as { items: { id: string }[] };
  await study.call('POST', 'sources/move', { selection: { ids: [items[0]?.id] }, to: { groupId } });
  await signInAs('analyst');
  await page.goto(study.page('/exports'));
  await settle(page);
  await page.getByText('Some groups').click();
  await page.getByRole('combobox', { name: 'Groups' }).click();
  await page.getByRole('option', { name: 'Intervention' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('Only some').click();
  await page.getByRole('checkbox', { name: /^pdk-screen-state/ }).uncheck();
  await page.getByRole('combobox', { name: 'Time zone of days and dates' }).fill('UTC');
  await page.getByRole('option', { name: 'UTC', exact: true }).click();
  await chooseDay(page, today - 3 * dayS);
  await expect(page.getByLabel('What it comes to')).toContainText('of 1 source');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('The export is on its way')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Export of' }).first();
  await expect(row.getByText('Done')).toBeVisible({ timeout: 60_000 });
  await expect(row).toContainText('2 points');
  const downloading = page.waitForEvent('download');
  await row.getByRole('link', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^pdk-export_\d{4}-\d{2}-\d{2}_[0-9a-f]{8}\.zip$/);
  const members = await readArchive(await readFile(await download.path()));
  const tables = [...members].filter(([name]) => name.endsWith('.txt'));
  expect(tables.map(([name]) => name).join()).toContain('pdk-device-battery');
  expect(tables.map(([name]) => name).join()).not.toContain('pdk-screen-state');
  const cells = tables.flatMap(([, text]) =>
    readTable(text)
      .slice(1)
      .map((line) => line.join(' ')),
  );
  expect(cells).toHaveLength(2);
  expect(cells.join()).not.toContain('out-1');
});

/** Picks one day as the whole range. */
async function chooseDay(page: import('@playwright/test').Page, atS: number): Promise<void> {
  const day = new Date(atS * 1000);
  await page.getByRole('button', { name: 'Days, both included' }).click();
  const isLastMonth = day.getUTCMonth() !== new Date().getUTCMonth();
  const calendar = page
    .locator('[data-dates-dropdown], .mantine-DatePickerInput-levelsGroup, .mantine-Popover-dropdown')
    .last();
  if (isLastMonth) await calendar.locator('button[data-direction="previous"]').click();
  const name = new RegExp(`^${String(day.getUTCDate())} `);
  const cell = calendar.getByRole('button', { name }).and(calendar.locator(':not([data-outside])'));
  await cell.click();
  await cell.click();
  await page.keyboard.press('Escape');
}

test('pdk-30 a cut download goes on where it stopped, and its checksum is on the page of the task', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(anHourOf('e-1'));
  await signInAs('analyst');
  await page.goto(study.page('/exports'));
  await settle(page);
  await page.getByRole('checkbox', { name: /Raw points/ }).check();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'Export of' }).first();
  await expect(row.getByText('Done')).toBeVisible({ timeout: 60_000 });
  const address = (await row.getByRole('link', { name: 'Download' }).getAttribute('href')) ?? '';
  const whole = await page.request.get(address);
  const bytes = await whole.body();
  const rest = await page.request.get(address, {
    headers: { range: 'bytes=100-', 'if-range': whole.headers()['etag'] ?? '' },
  });
  expect(rest.status()).toBe(206);
  expect(Buffer.concat([bytes.subarray(0, 100), await rest.body()]).equals(bytes)).toBe(true);
  const members = [...(await readArchive(bytes)).keys()];
  expect(members.some((name) => /^.*e-1__pdk-location__\d{4}-\d{2}-\d{2}\.json$/.test(name))).toBe(true);
  await row.getByText('Export of').click();
  await expect(page.getByText(createHash('sha256').update(bytes).digest('hex'))).toBeVisible();
  await checkPage(page);
});

test('pdk-30 an earlier order fills the form again, and nothing to export says so before', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send([aPoint({ source: 'e-1', timestamp: nowS() })]);
  await study.call('POST', 'exports', { study: study.key, formats: ['raw'], types: ['pdk-device-battery'] });
  await signInAs('owner');
  await page.goto(study.page('/exports'));
  await settle(page);
  await page.getByRole('button', { name: 'Order again' }).click();
  await expect(page.getByRole('checkbox', { name: /Raw points/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /Tables/ })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^pdk-device-battery/ })).toBeChecked();
  await expect(page.getByLabel('What it comes to')).toContainText('About 1 point');
  await page.getByRole('checkbox', { name: /^pdk-device-battery/ }).uncheck();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
});

test('pdk-48 who may not export is told which permission is missing', async ({ page, signInAs }) => {
  await signInAs('validator');
  await page.goto('/exports');
  await expect(page.getByText('passive.export')).toBeVisible();
  await checkPage(page);
});
