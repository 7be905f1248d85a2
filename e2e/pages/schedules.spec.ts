import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-35 an export is scheduled, seen and removed on ${sizeName}, ${scheme}`, async ({
      page,
      signInAs,
      study,
    }, testInfo) => {
      test.slow();
      const shoot = (name: string) =>
        page.screenshot({ path: testInfo.outputPath(`${name}-${sizeName}-${scheme}.png`), fullPage: true });
      await study.send([aPoint({ source: 'phone-1', timestamp: nowS() - 60 })]);
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('manager');
      await page.goto(study.page('/exports'));
      await settle(page);
      await page.getByRole('button', { name: 'Schedule', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekly to the lab');
      await dialog.getByRole('combobox', { name: 'On' }).click();
      await page.getByRole('option', { name: 'Friday' }).click();
      await settle(page);
      await checkPage(page);
      await shoot('form');
      await dialog.getByRole('button', { name: 'Schedule it' }).click();
      const list = page.getByRole('region', { name: 'Scheduled exports' });
      await expect(list).toContainText('Weekly to the lab');
      await expect(list).toContainText('Every Friday');
      await settle(page);
      await checkPage(page);
      await list.scrollIntoViewIfNeeded();
      await shoot('list');
      await page.getByRole('button', { name: 'Remove Weekly to the lab' }).click();
      await page.getByRole('button', { name: 'Remove it' }).click();
      await expect(list).toHaveCount(0);
    });
  }
}
