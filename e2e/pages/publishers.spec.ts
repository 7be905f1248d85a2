import { expect, test } from './own-study.ts';
import { checkPage, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport] of Object.entries(sizes)) {
  const scheme = sizeName === 'wide' ? 'light' : 'dark';
  test(`man-28 publishers on ${sizeName}, ${scheme}: added, looked into, switched off and removed`, async ({
    page,
    signInAs,
    study,
  }, testInfo) => {
    const name = `Town ${study.key}`;
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto('/settings/publishers');
    await expect(page.getByRole('heading', { name: 'Publishers', level: 1 })).toBeVisible();
    await checkPage(page);
    const everybody = page.getByRole('switch', { name: 'Everybody may read public installations' });
    if (!(await everybody.isChecked())) await everybody.click();
    await expect(page.getByText(/\/sta\/public\/\d+\/v1\.1$/)).toBeVisible();
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`open-${sizeName}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Add a publisher' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill(name);
    await form.getByRole('combobox', { name: 'Quantities' }).click();
    await page.getByRole('option', { name: 'Temperature', exact: true }).click();
    await form.getByLabel('Address that takes events').fill('https://town.example/hook');
    await page.screenshot({ path: testInfo.outputPath(`form-${sizeName}.png`) });
    await form.getByRole('button', { name: 'Save' }).click();
    const key = page.getByRole('dialog', { name: 'Key of the signatures' });
    await expect(key.getByText(/^[\w-]{43}$/)).toBeVisible();
    await checkPage(page);
    await page.keyboard.press('Escape');
    await expect(key).toBeHidden();

    await page.getByRole('button', { name: `None failed: ${name}` }).click();
    await expect(page.getByRole('heading', { name: `What goes to ${name}` })).toBeVisible();
    await expect(page.getByText('Nothing was given up')).toBeVisible();
    await expect(page).toHaveURL(/publisher=/);
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`list-${sizeName}.png`), fullPage: true });

    await page.getByRole('button', { name: `Change ${name}` }).click();
    await form.getByRole('switch', { name: 'Send samples' }).click();
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
    await expect(page.getByText('Off', { exact: true }).first()).toBeVisible();
    await page.getByRole('button', { name: `Remove ${name}` }).click();
    await form.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText(name)).toHaveCount(0);
  });
}
