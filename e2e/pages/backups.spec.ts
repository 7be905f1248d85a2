import { randomUUID } from 'node:crypto';
import { checkPage, expect, looks, settle, test, useScheme } from './page-test.ts';

/** Reading all of the installation on a slow machine, ms. */
const workMs = 120_000;

test('pdk-41 the installation is backed up, looked into and planned on one page', async ({
  page,
  signInAs,
}, testInfo) => {
  test.setTimeout(3 * workMs);
  await signInAs('administrator');
  const name = `Vault ${randomUUID().slice(0, 8)}`;
  const made = await page.request.post('/api/cairn/v1/export-destinations', {
    headers: { 'x-cairn-request': '1' },
    data: { name, settings: { kind: 'folder', path: name.replaceAll(' ', '-') } },
  });
  expect(made.status()).toBe(201);
  await page.goto('/settings/backups');
  await settle(page);
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name }) });
  await expect(card.getByText('No backup has been made here yet.')).toBeVisible();

  await card.getByRole('button', { name: `Back up now to ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back up now' }).click();
  await expect(page).toHaveURL(/\/tasks\//);
  await expect(page.getByText('rows and', { exact: false }).first()).toBeVisible({ timeout: workMs });
  await page.goto('/settings/backups');
  await settle(page);
  const states = card.getByRole('table', { name: `States at ${name}` });
  await expect(states.getByRole('row')).toHaveCount(2);

  await states.getByRole('button', { name: /^Check the state of / }).click();
  await expect(page.getByRole('dialog')).toContainText('Nothing is restored.');
  await page.getByRole('dialog').getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page).toHaveURL(/\/tasks\//);
  await expect(page.getByText('is whole', { exact: false }).first()).toBeVisible({ timeout: workMs });
  await page.goto('/settings/backups');
  await settle(page);
  await expect(states.getByText('whole', { exact: true })).toBeVisible();
  await states.getByRole('button', { name: /contents of the state/ }).click();
  const contents = page.getByRole('dialog').getByRole('table', { name: 'Contents of the state' });
  await expect(contents.getByRole('row', { name: /^data_points/ })).toBeVisible();
  await checkPage(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  for (const { look, viewport, scheme } of looks) {
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await page.reload();
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`backups-${look}.png`), fullPage: true });
  }
  await card.getByRole('button', { name: `Drop older states at ${name}` }).click();
  await expect(page.getByRole('dialog')).toContainText('the older state is removed for good');
  await page.keyboard.press('Escape');

  // Half a day from now in whatever zone: the clock does not come to it while tests run.
  const hour = `At ${String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')}:00`;
  const plan = async (choice: string) => {
    await card.getByRole('combobox', { name: 'By the clock' }).click();
    await page.getByRole('option', { name: choice, exact: true }).click();
    await card.getByRole('button', { name: `Save when backups are made at ${name}` }).click();
  };
  await plan(hour);
  await expect(card.getByText('The next backup is made on', { exact: false })).toBeVisible();
  await plan('Not by the clock');
  await expect(card.getByText('The next backup is made on', { exact: false })).toHaveCount(0);
});

test('pdk-41 the page of backups is there for administrators of the installation alone', async ({ page, signInAs }) => {
  await signInAs('owner');
  const answer = await page.goto('/settings/backups');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('link', { name: 'Backups' })).toHaveCount(0);
});
