import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

for (const { look, viewport, scheme } of looks) {
  test(`pdk-39 who can be woken, and when, on ${look}`, async ({ page, signInAs, study }, testInfo) => {
    test.slow();
    const members = { event_name: 'pdk-firebase-token', event_details: { token: 'a-token' } };
    await study.send([aPoint({ source: 'phone-1', timestamp: nowS() - 60, type: 'pdk-app-event', members })]);
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('manager');
    await page.goto(study.page('/sources/nudges'));
    await settle(page);
    await expect(page.getByRole('region', { name: 'Phones that can be woken' })).toContainText('1 with a push token');
    await page.getByRole('switch', { name: 'Nudge phones by the clock' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Every so many hours' }).fill('8');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('The schedule is saved.')).toBeVisible();
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`nudges-${look}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Nudge the study now' }).click();
    await expect(page.getByText('No push service is set up here.')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Every so many hours' })).toHaveValue('8');
  });
}
