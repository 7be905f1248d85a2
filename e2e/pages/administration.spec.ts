import type { Page } from '@playwright/test';
import { checkPage, expect, settle, sizes, test, useScheme } from './page-test.ts';

const headers = { 'x-cairn-request': '1' };

/** Asks our own API as the person of the page does; gives the answer. */
async function ask(page: Page, path: string, data: object): Promise<{ readonly id: string }> {
  const answer = await page.request.post(`/api/cairn/v1/${path}`, { headers, data });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as { id: string };
}

for (const [sizeName, viewport] of Object.entries(sizes)) {
  test(`accounts: /settings/installation on ${sizeName}`, async ({ page, signInAs }, testInfo) => {
    await page.setViewportSize(viewport);
    await signInAs('administrator');
    for (const scheme of ['light', 'dark'] as const) {
      await useScheme(page, scheme);
      await page.goto('/settings/installation');
      await checkPage(page);
      await page.screenshot({ path: testInfo.outputPath(`installation-${sizeName}-${scheme}.png`), fullPage: true });
    }
    await expect(page.getByText('user.create').first()).toBeVisible();
  });
}

test('accounts: the log of the installation is its administrators’ alone', async ({ page, signInAs }) => {
  await signInAs('owner');
  const answer = await page.goto('/settings/installation');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('link', { name: 'Installation' })).toHaveCount(0);
});

test('accounts: a person is locked out and let in again', async ({ page, signInAs }, testInfo) => {
  await signInAs('owner');
  await page.goto('/settings/people');
  await settle(page);
  const roles = (await (await page.request.get('/api/cairn/v1/roles')).json()) as {
    items: { id: string; key: string }[];
  };
  const roleId = roles.items.find(({ key }) => key === 'collector')?.id;
  const stamp = String(Date.now());
  const name = `Lou Locked ${stamp}`;
  await page.request.post('/api/cairn/v1/users', {
    headers,
    data: { email: `lou-${stamp}@example.org`, name, roleId, studyId: null, orgUnitPath: null },
  });
  await page.reload();
  await settle(page);
  await page.getByRole('textbox', { name: 'Find by name or address' }).fill(stamp);
  await page.getByRole('button', { name: `Lock ${name} out` }).click();
  await expect(page.getByText('signed out everywhere at once')).toBeVisible();
  await checkPage(page);
  await page.screenshot({ path: testInfo.outputPath('lock-out.png') });
  await page.getByRole('dialog').getByRole('button', { name: 'Lock out' }).click();
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Let ${name} in again` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let in again' }).click();
  await expect(page.getByText('Disabled', { exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Lock Odile Nakato out' })).toHaveCount(0);
});

test('accounts: an organization is archived by its owner and opened again by an administrator', async ({
  page,
  signInAs,
}) => {
  await signInAs('administrator');
  const name = `Short-lived ${String(Date.now())}`;
  const { id } = await ask(page, 'organizations', { name });
  await page.goto(`/settings/organization?org=${id}`);
  await settle(page);
  await page.getByRole('button', { name: 'Archive the organization' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Archive the organization' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Archive the organization' }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto('/settings/installation');
  await settle(page);
  const restore = page.getByRole('button', { name: `Open ${name} again` });
  await restore.click();
  await expect(restore).toHaveCount(0);
  await page.goto(`/settings/organization?org=${id}`);
  await expect(page.getByRole('textbox', { name: 'Name of the organization' })).toHaveValue(name);
});
