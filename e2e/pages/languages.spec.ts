import { checkPage, expect, settle, sizes, test } from './page-test.ts';

test('platform: the language of the account is that of the pages, in any browser', async ({
  page,
  signInAs,
  context,
}) => {
  test.slow();
  await page.setViewportSize(sizes.phone);
  await signInAs('polyglot');
  await page.goto('/system');
  await expect(page.getByRole('heading', { level: 1, name: 'System health' })).toBeVisible();
  for (const [language, tag, heading] of [
    ['Français', 'fr', 'Santé du système'],
    ['Deutsch', 'de', 'Zustand des Systems'],
  ] as const) {
    await settle(page);
    await page.getByRole('button', { name: /Paul Polyglot/ }).click();
    await page.getByRole('menuitemradio', { name: language }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', tag);
    await context.clearCookies();
    await signInAs('polyglot');
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await checkPage(page);
  }
  await context.clearCookies();
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('platform: before the sign-in a language is chosen for this browser', async ({ page }) => {
  await page.goto('/sign-in');
  await settle(page);
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.goto('/forgot-password');
  await checkPage(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

for (const locale of ['fr', 'de'] as const) {
  test(`platform: the frame, Home and what is missing fit a phone in ${locale}`, async ({
    page,
    signInAs,
    context,
    baseURL,
  }) => {
    test.slow();
    await page.setViewportSize(sizes.phone);
    await signInAs('newcomer');
    await context.addCookies([{ name: 'cairn-locale', value: locale, url: baseURL ?? '' }]);
    for (const path of ['/', '/nowhere', '/settings/studies/nowhere']) {
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await checkPage(page);
    }
  });
}
