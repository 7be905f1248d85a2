import { checkPage, expect, settle, sizes, test, useScheme } from './page-test.ts';

const settings = ['organization', 'people', 'roles', 'studies', 'tokens', 'audit'] as const;
const inside = [...settings.map((part) => `/settings/${part}`), '/account'];
const outside = ['/sign-in', '/forgot-password', '/reset-password'];

for (const path of [...inside, ...outside]) {
  for (const [sizeName, viewport] of Object.entries(sizes)) {
    test(`accounts: ${path} on ${sizeName}`, async ({ page, signInAs }, testInfo) => {
      await page.setViewportSize(viewport);
      if (inside.includes(path)) await signInAs('owner');
      for (const scheme of ['light', 'dark'] as const) {
        await useScheme(page, scheme);
        await page.goto(path);
        await checkPage(page);
        const file = `${path.replaceAll(/\W+/g, '-')}-${sizeName}-${scheme}.png`;
        await page.screenshot({ path: testInfo.outputPath(file), fullPage: true });
      }
    });
  }
}

test('accounts: the settings fit a phone in German', async ({ page, signInAs, baseURL, context }) => {
  test.slow();
  await page.setViewportSize(sizes.phone);
  await signInAs('newcomer');
  await context.addCookies([{ name: 'cairn-locale', value: 'de', url: baseURL ?? '' }]);
  for (const path of inside) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await checkPage(page);
  }
});

test('pdk-26 a token is shown once, works, and is revoked', async ({ page, signInAs, request }) => {
  await signInAs('analyst');
  await page.goto('/settings/tokens');
  await settle(page);
  await page.getByRole('button', { name: 'Create a token' }).first().click();
  const dialog = page.getByRole('dialog');
  const name = `Pull ${String(Date.now())}`;
  await dialog.getByLabel('What it is for').fill(name);
  await dialog.getByLabel('See studies and their addresses').check();
  await expect(dialog.getByLabel('Invite people, give and take roles')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Create a token' }).click();
  await expect(dialog.getByText('shown only this once')).toBeVisible();
  const token = (await dialog.locator('code').first().textContent()) ?? '';
  const headers = { authorization: `Bearer ${token}` };
  expect((await request.get('/api/cairn/v1/studies', { headers })).status()).toBe(200);
  expect((await request.get('/api/cairn/v1/users', { headers })).status()).toBe(403);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(name)).toHaveCount(0);
  expect((await request.get('/api/cairn/v1/studies', { headers })).status()).toBe(401);
});

test('accounts: a custom role is made and stands in the matrix', async ({ page, signInAs }) => {
  await signInAs('owner');
  await page.goto('/settings/roles');
  await settle(page);
  await page.getByRole('button', { name: 'Create a role' }).click();
  const name = `Nurse ${String(Date.now())}`;
  await page.getByRole('dialog').getByLabel('Name of the role').fill(name);
  await page.getByRole('dialog').getByLabel('See points, charts and tracks').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Create a role' }).click();
  await expect(page.getByRole('columnheader', { name: new RegExp(name) })).toBeVisible();
  await page.getByRole('button', { name: `Change ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive the role' }).click();
  await expect(page.getByRole('columnheader', { name: new RegExp(name) })).toHaveCount(0);
});

test('reg-61 the log is filtered by address', async ({ page, signInAs }) => {
  await signInAs('owner');
  await page.goto('/settings/audit?action=study');
  await settle(page);
  await expect(page.getByText('study.create').first()).toBeVisible();
  await page.goto('/settings/audit?actor=nobody-has-this-name');
  await settle(page);
  await expect(page.getByText('No change fits this filter.')).toBeVisible();
});
