import { checkPage, expect, settle, sizes, test } from './page-test.ts';

test.beforeEach(async ({ signInAs }) => {
  await signInAs('owner');
});

test('platform: the keyboard alone reaches every place', async ({ page }) => {
  await page.goto('/');
  await settle(page);
  // Past the skip link, the order of the keyboard is that of the eye: name, places, bar, page.
  const order = [
    'Skip to the page',
    'Cairn',
    'Home',
    'Sources',
    'Alerts',
    'Device issues',
    'Quarantine',
    'Donations',
    'Configurations',
    'Codebook',
    'Places',
    'Sensors',
    'Exports',
    'Tasks',
  ];
  for (const name of order) {
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toContainText(name);
  }
  await page.goto('/');
  await settle(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('y');
  await expect(page).toHaveURL(/\/system$/);
  await expect(page.getByRole('heading', { level: 1, name: 'System health' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page).toHaveURL(/\/$/);
});

test('platform: the palette finds a source by a few letters and goes there', async ({ page }) => {
  await page.goto('/');
  await settle(page);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or go to…' });
  await palette.getByRole('textbox').fill('Load 7');
  await palette.getByRole('button', { name: /Load 7/ }).click();
  await expect(page).toHaveURL(/\/sources\/[0-9a-f-]+$/);
  await expect(palette).toHaveCount(0);
});

test('platform: the palette works with the keyboard alone, and Escape leaves everything as it was', async ({
  page,
}) => {
  await page.goto('/');
  await settle(page);
  await page.keyboard.press('/');
  const palette = page.getByRole('dialog', { name: 'Search or go to…' });
  await expect(palette.getByRole('textbox')).toBeFocused();
  await checkPage(page);
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await expect(page).toHaveURL(/\/$/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('configur');
  await expect(palette.getByRole('button')).toHaveText(['Configurations']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/configurations$/);
});

test('platform: the study stands in the address and stays while one moves about', async ({ page, world }) => {
  await page.goto('/');
  await settle(page);
  await page.getByRole('button', { name: 'Study: All studies' }).click();
  await page.getByRole('menuitem', { name: world.studyKey, exact: false }).first().click();
  await expect(page).toHaveURL(new RegExp(`study=${world.studyKey}$`));
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page).toHaveURL(new RegExp(`/system\\?study=${world.studyKey}$`));
});

test('platform: a chart has its table one key away', async ({ page }) => {
  await page.goto('/system');
  await settle(page);
  const chart = page.getByRole('figure', { name: 'Bundles' });
  await chart.getByRole('button', { name: /Show as a table/ }).focus();
  await page.keyboard.press('t');
  await expect(chart.getByRole('table')).toBeVisible();
  await checkPage(page);
});

test('platform: a phone has the places in a drawer', async ({ page }) => {
  await page.setViewportSize(sizes.phone);
  await page.goto('/');
  await settle(page);
  const burger = page.getByRole('button', { name: 'Main navigation' });
  await burger.click();
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Home' })).toBeVisible();
  await checkPage(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(burger).toBeFocused();
  await burger.click();
  await page.getByRole('dialog').getByRole('link', { name: 'System' }).click();
  await expect(page).toHaveURL(/\/system$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
