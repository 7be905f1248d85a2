import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

for (const { look, viewport, scheme } of looks) {
  test(`pdk-42 what is not kept is named, tried and taken back on ${look}`, async ({
    page,
    signInAs,
    study,
  }, testInfo) => {
    test.slow();
    const members = { number: '+243970000001', duration: 61 };
    await study.send([aPoint({ source: 'phone-1', timestamp: nowS() - 60, type: 'pdk-phone-calls', members })]);
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('manager');
    await page.goto(study.page('/codebook'));
    await page.getByRole('link', { name: 'Fields not kept' }).click();
    await settle(page);
    await expect(page.getByText('Everything is kept')).toBeVisible();
    await page
      .getByRole('combobox', { name: 'Type of points' })
      .or(page.getByRole('textbox', { name: 'Type of points' }))
      .fill('pdk-phone-calls');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Path or pattern' }).fill('number');
    await expect(page.getByText('1 variable of the codebook fits:')).toBeVisible();
    await page.getByRole('button', { name: 'Add the rule' }).click();
    const row = page.getByRole('row').filter({ hasText: 'number' });
    await expect(row).toContainText('pdk-phone-calls');
    await settle(page);
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`sensitive-${look}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Take off earlier points' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take off earlier points' }).click();
    await expect(page).toHaveURL(/\/tasks\//);
    await expect(page.getByText('1 points of 1 sources are rewritten.')).toBeVisible();
    await page.goBack();
    await settle(page);
    await row.getByRole('button', { name: 'Remove number' }).click();
    await page.getByRole('button', { name: 'Keep them again' }).click();
    await expect(page.getByText('Everything is kept')).toBeVisible();
  });
}
