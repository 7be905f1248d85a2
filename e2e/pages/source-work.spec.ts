import { anHourOf, aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, scrollThrough, settle, sizes } from './page-test.ts';

test('pdk-10 pdk-28 pdk-29 pdk-43 a source is split, merged and erased in the page, and what was done can be read', async ({
  page,
  signInAs,
  study,
}, testInfo) => {
  test.slow();
  const shot = (name: string) => page.screenshot({ path: testInfo.outputPath(`${name}.png`) });
  const timestamp = nowS() - 600;
  await study.send([...anHourOf('whole'), ...['gone', 'old', 'new'].map((source) => aPoint({ source, timestamp }))]);
  await study.call('POST', 'exports', { study: study.key });
  await study.call('POST', `studies/${study.id}/peers`, {
    name: 'North',
    uploadUrl: 'https://peer.example.org/data/add-bundle.json',
  });
  const drafts = [{ generators: [] }, { generators: [{ identifier: 'pdk-location' }] }];
  const draft = { name: 'Field', idPattern: '.*', contextPattern: '.*' };
  const { id: configurationId } = (await study.call('POST', 'configurations', {
    studyId: study.id,
    ...draft,
    body: drafts[0],
  })) as {
    id: string;
  };
  await study.call('PUT', `configurations/${configurationId}`, { ...draft, body: drafts[1] });
  await signInAs('owner');
  await page.goto(study.page('/exports'));
  await expect(page.getByRole('link', { name: /^Download/ }).first()).toBeVisible({ timeout: 60_000 });

  const dialog = page.getByRole('dialog');
  const open = async (source: string, entry: string) => {
    await page.goto(study.page('/sources'));
    await settle(page);
    await page.getByRole('link', { name: source, exact: true }).click();
    await expect(page).toHaveURL(/\/sources\/[0-9a-f-]{36}/);
    await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
    await scrollThrough(page);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeVisible();
  };
  /** Nothing in a dialog is wider than a phone, and axe finds nothing in it. */
  const look = async (name: string) => {
    await checkPage(page);
    await shot(name);
    await page.setViewportSize(sizes.phone);
    await shot(`${name}-phone`);
    const overflowPx = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflowPx, `pixels beyond the side of ${name}`).toBeLessThanOrEqual(0);
    await page.setViewportSize(sizes.wide);
  };

  await open('whole', 'Give to another server…');
  await dialog.getByRole('combobox', { name: 'Server' }).click();
  await expect(page.getByRole('option', { name: 'North' })).toBeVisible();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await open('whole', 'Split…');
  await dialog.getByRole('combobox', { name: 'Types' }).click();
  await page.getByRole('option', { name: 'pdk-screen-state' }).click();
  await page.keyboard.press('Tab');
  await expect(dialog.getByText('6 points move', { exact: false })).toBeVisible();
  await dialog.getByLabel('Identifier of the new source').fill('screen');
  await look('split');
  await dialog.getByRole('button', { name: 'Move 6 points' }).click();
  await expect(page.getByText('The work has begun.', { exact: false })).toBeVisible();

  await open('old', 'Merge into another…');
  await dialog.getByRole('combobox', { name: 'Into' }).click();
  await page.getByRole('option', { name: 'new', exact: true }).click();
  await expect(dialog.getByText('1 point moves', { exact: false })).toBeVisible();
  await look('merge');
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByText('The work has begun.', { exact: false })).toBeVisible();

  await open('gone', 'Erase…');
  await expect(dialog.getByText('1 finished export or report holds data of this source and is removed')).toBeVisible();
  const erase = dialog.getByRole('button', { name: 'Erase 1 point' });
  await expect(erase).toBeDisabled();
  await look('erase');
  await dialog.getByLabel('Type “gone” to confirm').fill('gone');
  await erase.click();
  await expect(page.getByText('The work has begun.', { exact: false })).toBeVisible();

  const link = (source: string) => page.getByRole('link', { name: source, exact: true });
  await expect(async () => {
    await page.goto(study.page('/sources'));
    await settle(page);
    for (const source of ['gone', 'old']) await expect(link(source)).toHaveCount(0, { timeout: 1000 });
    await expect(page.getByRole('row').filter({ has: link('screen') })).toContainText('6', { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await expect(link('new')).toBeVisible();
  await page.goto(study.page('/exports'));
  await expect(page.getByText(/^Removed on .*: a source in it was erased$/)).toBeVisible({ timeout: 60_000 });

  await page.goto(study.page(`/configurations?edit=${configurationId}`));
  await expect(page.getByRole('heading', { name: 'Versions' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare version 1 with now' }).click();
  await expect(page.getByRole('table', { name: 'Comparison, line by line' })).toContainText('pdk-location');
  await checkPage(page);
  await shot('versions');
  await page.goto('/settings/audit/access');
  await expect(page.getByRole('heading', { level: 1, name: 'Who read data' })).toBeVisible();
  await expect(page.getByText('data.read').first()).toBeVisible();
});
