import { randomUUID } from 'node:crypto';
import { expect, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

for (const { look, viewport, scheme } of looks) {
  test(`pdk-46 a service is added and its words are changed, ${look}`, async ({ page, signInAs, study }, testInfo) => {
    test.slow();
    const shoot = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), fullPage: true });
    const slug = `s-${randomUUID().slice(0, 8)}`;
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto(study.page('/donations/services'));
    await settle(page);
    await expect(page.getByRole('row').filter({ hasText: 'Instagram' })).toContainText('Read into points');
    await checkPage(page);
    await shoot('services');
    await page.getByRole('button', { name: 'Add a service' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(`Radio ${slug}`);
    const shortName = dialog.getByRole('textbox', { name: 'Short name' });
    await shortName.fill('instagram');
    for (const language of ['English', 'French', 'German']) {
      await dialog.getByRole('textbox', { name: `What to do, in ${language}` }).fill('First this.\nThen that.');
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('Another service has this short name.')).toBeVisible();
    await shortName.fill(slug);
    await settle(page);
    await checkPage(page);
    await shoot('form');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row').filter({ hasText: slug });
    await expect(row).toContainText('Kept sealed');
    await row.getByText(slug).click();
    await expect(dialog.getByRole('textbox', { name: 'What to do, in French' })).toHaveValue('First this.\nThen that.');
    await dialog.getByRole('switch', { name: 'Offer it to participants' }).uncheck({ force: true });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Not offered');
  });
}
