import { checkPage, expect, settle, test } from './page-test.ts';

test('man-24 registering asks for all it needs, and says when no mail can be sent', async ({ page }) => {
  await page.goto('/register');
  await settle(page);
  await checkPage(page);
  await page.getByLabel('User name').fill(`newcomer-${String(Date.now())}`);
  await page.getByLabel('E-mail address').fill('newcomer@example.org');
  await page.getByLabel(/^New password/).fill('a stone upon a stone');
  const send = page.getByRole('button', { name: 'Send the link' });
  await expect(send).toBeDisabled();
  await page.getByLabel(/again/i).fill('a stone upon a stone');
  await send.click();
  await expect(page.getByRole('alert').filter({ hasText: 'sends no mail' })).toBeVisible();
});

test('man-24 a key that is none makes no account', async ({ page }) => {
  await page.goto('/verify-email#not-a-key');
  await settle(page);
  await checkPage(page);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'used already or is too old' })).toBeVisible();
});
