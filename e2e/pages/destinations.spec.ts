import { expect, test } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

for (const { look, viewport, scheme } of looks) {
  test(`pdk-35 destinations on ${look}`, async ({ page, signInAs, study }) => {
    const name = `Desk ${study.key}`;
    const settings = { kind: 'mail', recipients: ['desk@example.org'] };
    await study.call('POST', 'export-destinations', { name, settings });
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto('/exports/destinations');
    await expect(page.getByText(name)).toBeVisible();
    await checkPage(page);
    await page.getByRole('button', { name: 'Add a destination' }).click();
    await expect(page.getByLabel('Fingerprint of the host’s key').or(page.getByLabel(/Fingerprint/))).toBeVisible();
    await checkPage(page);
  });
}

test('pdk-35 a destination is added, tried, chosen for an export, and removed', async ({ page, signInAs, study }) => {
  const name = `Nowhere ${study.key}`;
  await signInAs('owner');
  await page.goto('/exports/destinations');
  await settle(page);
  await page.getByRole('button', { name: 'Add a destination' }).click();
  await page.getByLabel('Name', { exact: false }).first().fill(name);
  await page.getByLabel('Host', { exact: true }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Port' }).fill('9');
  await page.getByLabel('User').fill('field');
  await page.getByLabel(/Fingerprint/).fill(`SHA256:${'A'.repeat(43)}`);
  await page.getByLabel('Password', { exact: true }).fill('a stone');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: `Try it: ${name}` }).click();
  await expect(page.getByText(`${name} does not work`)).toBeVisible();
  await page.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('button', { name: `Try it: ${name}` })).toBeHidden();
});

test('pdk-48 who may not choose destinations is told what is missing', async ({ page, signInAs }) => {
  await signInAs('analyst');
  await page.goto('/exports/destinations');
  await expect(page.getByText('(destinations.manage)')).toBeVisible();
  await checkPage(page);
});

test('pdk-35 a mailed link that is over says so', async ({ page }) => {
  await page.goto('/export-link#');
  await expect(page.getByRole('heading', { name: 'This link is over' })).toBeVisible();
  await checkPage(page);
});
