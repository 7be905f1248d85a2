import type { Page } from '@playwright/test';
import { totpCodeAt } from '#lib/platform/crypto/totp.ts';
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
  await page.setViewportSize(sizes.phone);
  await signInAs('owner');
  await context.addCookies([{ name: 'cairn-locale', value: 'de', url: baseURL ?? '' }]);
  for (const path of inside) {
    await page.goto(path);
    await checkPage(page);
  }
});

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await settle(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('accounts: signing in, wrongly and rightly, and out again', async ({ page, world }) => {
  const { email } = world.people['inspector']!;
  await fillSignIn(page, email, 'not the password');
  await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await fillSignIn(page, email, world.password);
  await expect(page).toHaveURL(/\/$/);
  await settle(page);
  await page.goto('/sign-in');
  await expect(page).toHaveURL(/\/$/);
  await settle(page);
  await page.getByRole('button', { name: /Ingo Weber/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('accounts: an invited person changes the password first, then turns a second factor on and needs it', async ({
  page,
  signInAs,
  context,
}) => {
  await signInAs('owner');
  await page.goto('/settings/people');
  await settle(page);
  await page.getByRole('button', { name: 'Invite somebody' }).first().click();
  const email = `invited-${String(Date.now())}@example.org`;
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Name').fill('Ines Invited');
  await dialog.getByRole('button', { name: 'Invite somebody' }).click();
  await expect(dialog.getByText('This installation sends no mail')).toBeVisible();
  const temporary = (await dialog.locator('code').textContent()) ?? '';
  await context.clearCookies();

  await fillSignIn(page, email, temporary);
  await expect(page).toHaveURL(/\/account\/password$/);
  await checkPage(page);
  await page.goto('/sources');
  await expect(page).toHaveURL(/\/account\/password$/);
  await settle(page);
  const password = 'a stone upon a stone';
  await page.getByLabel('Current password').fill(temporary);
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('The same again').fill(password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page).toHaveURL(/\/$/);

  await page.goto('/account');
  await settle(page);
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('dialog').getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await checkPage(page);
  const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  await page.getByLabel('Code from the app').fill(totpCodeAt(secret, new Date()));
  await page.getByRole('dialog').getByRole('button', { name: 'Turn it on' }).click();
  await expect(page.getByText('Each of them signs you in once')).toBeVisible();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left')).toBeVisible();

  await context.clearCookies();
  await fillSignIn(page, email, password);
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await page.getByLabel('Code').fill(totpCodeAt(secret, new Date(Date.now() + 30_000)));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
});

test('accounts: a token is shown once, works, and is revoked', async ({ page, signInAs, request }) => {
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

test('accounts: a study is made, has its addresses, and is closed', async ({ page, signInAs }) => {
  await signInAs('owner');
  await page.goto('/settings/studies');
  await settle(page);
  await page.getByRole('button', { name: 'Create a study' }).first().click();
  const key = `walk-${String(Date.now())}`;
  await page.getByRole('dialog').getByLabel('Name').fill('Walking');
  await page.getByRole('dialog').getByLabel('Key').fill(key);
  await page.getByRole('dialog').getByRole('button', { name: 'Create a study' }).click();
  await expect(page).toHaveURL(new RegExp(`/settings/studies/${key}$`));
  await checkPage(page);
  await expect(page.getByText(`/studies/${key}/data/add-bundle.json`).first()).toBeVisible();
  await page.getByRole('button', { name: 'Make a new pair' }).click();
  await expect(page.getByText('Shown only now and kept nowhere')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByText('Discard what devices send').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard from now on' }).click();
  await expect(page.getByText('Discards uploads')).toBeVisible();
  await page.getByRole('button', { name: 'Archive the study' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(key);
  await page.getByRole('dialog').getByRole('button', { name: 'Archive the study' }).click();
  await expect(page.getByRole('button', { name: 'Open it again' })).toBeVisible();
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

test('accounts: people see the settings they may use, and no others', async ({ page, signInAs }) => {
  await signInAs('collector');
  await page.goto('/settings');
  await settle(page);
  const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  await expect(links).toHaveText(['Organization', 'Roles', 'Studies']);
  await page.goto('/settings/people');
  await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
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
