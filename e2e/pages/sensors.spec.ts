import { readFileSync } from 'node:fs';
import { anOwnSensor } from './own-sensors.ts';
import { expect, test } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport, scheme] of [
  ['wide', sizes.wide, 'light'],
  ['phone', sizes.phone, 'dark'],
] as const) {
  test(`man-16 man-17 man-25 from the overview to a day of one sensor and the air of its site, ${sizeName}`, async ({
    page,
    signInAs,
    study,
    baseURL,
  }, testInfo) => {
    test.slow();
    const sensor = await anOwnSensor(study, baseURL ?? '');
    const shoot = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${sizeName}-${scheme}.png`), fullPage: true });
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');

    await page.goto(study.page('/sensors'));
    const row = page.getByRole('row').filter({ hasText: sensor.nodeName });
    await expect(row).toContainText('ppm');
    await checkPage(page);
    await shoot('overview');
    await page.goto(study.page('/sensors?place=loose'));
    await expect(page.getByText('No such sensors')).toBeVisible();

    await page.goto(study.page('/sensors'));
    await row.getByRole('link', { name: sensor.nodeName }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${sensor.nodeName} in ${sensor.roomName}`);
    await expect(page.getByText('up to 800 ppm')).toBeVisible();
    await checkPage(page);
    await shoot('installation');
    const dayField = page.getByLabel('Day shown');
    const today = await dayField.inputValue();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('ArrowLeft');
    await expect(dayField).not.toHaveValue(today);
    await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/);
    const shownDay = await dayField.inputValue();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of the day' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(145);
    expect(lines[1]).toContain(`,${shownDay} 00:00:00,M,`);
    await page.keyboard.press('ArrowRight');
    await expect(dayField).toHaveValue(today);

    await page.getByRole('button', { name: 'Make public' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(`Anybody will see the names of ${sensor.roomName}`);
    await dialog.getByRole('button', { name: 'Make public' }).click();
    await expect(page.getByText('Public', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Install elsewhere' }).click();
    await settle(page);
    await checkPage(page);
    await shoot('install');
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.goto(`/sensors/sites/${sensor.siteId}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(sensor.siteName);
    await expect(page.getByText(/Highest excess score/)).toBeVisible();
    await checkPage(page);
    await shoot('site');
    await page.getByRole('button', { name: 'The month before' }).click();
    await expect(page).toHaveURL(/month=\d{4}-\d\d/);
    await page.getByText('As before').click();
    await expect(page.getByText(/Indicator managair-2022-11/)).toBeVisible();
    await page.goto('/sensors/sites');
    await expect(page.getByRole('row').filter({ hasText: sensor.siteName })).toContainText('Public');
    await checkPage(page);
    await shoot('sites');
  });
}
