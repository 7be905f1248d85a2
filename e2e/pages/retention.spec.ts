import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

const daySeconds = 86_400;

for (const { look, viewport, scheme } of looks) {
  test(`pdk-17 a study says how long it keeps points, ${look}`, async ({ page, signInAs, study }, testInfo) => {
    test.slow();
    await study.send([aPoint({ source: 'phone-1', timestamp: nowS() - 90 * daySeconds })]);
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto(`/settings/studies/${study.key}`);
    await settle(page);
    await expect(page.getByText('Points are kept for good.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Type of points' }).fill('pdk-device-battery');
    await page.getByRole('textbox', { name: 'Keep for days' }).fill('60');
    // Long ago by the device's clock, but received just now: it stays.
    await expect(page.getByText('Nothing would be removed now.')).toBeVisible();
    await page.getByRole('button', { name: 'Set the rule' }).click();
    await expect(page.getByText('pdk-device-battery · 60 days', { exact: false })).toBeVisible();
    await settle(page);
    await checkPage(page);
    await page.getByRole('button', { name: 'Set the rule' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: testInfo.outputPath(`retention-${look}.png`) });
    await page.getByRole('button', { name: 'Remove now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove now' }).click();
    await expect(page).toHaveURL(/\/tasks\//);
    await expect(page.getByText('0 points of 0 sources and 0 files removed.')).toBeVisible();
  });
}
