import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, settle, testLooks } from './page-test.ts';

testLooks({ of: 'pdk-45', name: 'codebook', path: '/codebook' });
testLooks({ of: 'pdk-45', name: 'codebook of locations', path: '/codebook?type=pdk-location' });

test('pdk-45 the codebook tells variables, is searched, edited and taken as a file', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send([aPoint({ source: 'c-1', timestamp: nowS() })]);
  await signInAs('owner');
  await page.goto(study.page('/codebook'));
  await settle(page);
  await expect(page.getByRole('heading', { name: 'Codebook', level: 1 })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'passive-data-metadata.timestamp' });
  await expect(row.first()).toContainText('seconds since 1970');
  await row.first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Description').fill('The clock of the device');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row.first()).toContainText('The clock of the device');
  await checkPage(page);
  await row.first().click();
  await dialog.getByRole('button', { name: 'Back to the built-in text' }).click();
  await expect(row.first()).toContainText('seconds since 1970');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Table (CSV)' }).click();
  expect((await download).suggestedFilename()).toBe('codebook.csv');
});
