import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-25 an issue is reported, narrowed and dealt with on ${sizeName}, ${scheme}`, async ({
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
      await page.goto(study.page('/issues'));
      await settle(page);
      await expect(page.getByText('No issues reported')).toBeVisible();
      await checkPage(page);
      await shoot('empty');
      await page.getByRole('button', { name: 'Report an issue' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Source' }).fill('phone');
      await page.getByRole('option', { name: 'phone-1' }).click();
      await dialog.getByRole('checkbox', { name: 'Battery use' }).check();
      await dialog.getByRole('textbox', { name: 'Description' }).fill('Empty by noon since the last update.');
      await settle(page);
      await checkPage(page);
      await shoot('form');
      await dialog.getByRole('button', { name: 'Report', exact: true }).click();
      const row = page.getByRole('row').filter({ hasText: 'Empty by noon' });
      await expect(row).toContainText('Acme P7');
      await expect(row).toContainText('Opened');
      await row.getByText('Empty by noon').click();
      await expect(dialog).toContainText('Android 14 SDK 34');
      await dialog.getByRole('combobox', { name: 'State' }).click();
      await page.getByRole('option', { name: 'Resolved' }).click();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(row).toContainText('Resolved');
      await settle(page);
      await checkPage(page);
      await shoot('list');
      await page.goto(study.page('/issues?state=opened'));
      await expect(page.getByText('No such issues')).toBeVisible();
      const download = page.waitForEvent('download');
      await page.goto(study.page('/issues'));
      await page.getByRole('link', { name: 'Export as XLSX' }).click();
      expect((await download).suggestedFilename()).toBe('pdk_export_issues.xlsx');
    });
  }
}
