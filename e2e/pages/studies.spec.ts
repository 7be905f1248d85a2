import { checkPage, expect, settle, test } from './page-test.ts';

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
  await page.getByRole('switch', { name: 'Discard what devices send' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard from now on' }).click();
  await expect(page.getByText('Discards uploads')).toBeVisible();
  await page.getByRole('button', { name: 'Archive the study' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(key);
  await page.getByRole('dialog').getByRole('button', { name: 'Archive the study' }).click();
  await expect(page.getByRole('button', { name: 'Open it again' })).toBeVisible();
});

test('accounts: people see the settings they may use, and no others', async ({ page, signInAs }) => {
  await signInAs('collector');
  await page.goto('/settings');
  await settle(page);
  const links = page.getByRole('navigation', { name: 'Paramètres' }).getByRole('link');
  await expect(links).toHaveText(['Organisation', 'Rôles', 'Études']);
  for (const [part, missing] of [
    ['tokens', 'tokens.manage'],
    ['audit', 'audit.read'],
    ['audit/access', 'audit.read'],
    ['people', 'users.read'],
  ] as const) {
    await page.goto(`/settings/${part}`);
    await expect(page.getByRole('heading', { name: 'Pas pour votre rôle' })).toBeVisible();
    await expect(page.getByText(missing)).toBeVisible();
  }
  await checkPage(page);
});

test('accounts: a study that nobody knows is answered with 404, in the frame', async ({ page, signInAs }) => {
  await signInAs('owner');
  const answer = await page.goto('/settings/studies/nobody-knows-it');
  expect(answer?.status()).toBe(404);
  await checkPage(page);
  await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to Home' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Odile' })).toBeVisible();
});
