import type { Page } from '@playwright/test';
import { totpCodeAt } from '#lib/platform/crypto/totp.ts';
import { checkPage, expect, settle, test } from './page-test.ts';

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await settle(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel(/^Password/).fill(password);
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
  await page.getByRole('menuitem', { name: 'Abmelden' }).click();
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
