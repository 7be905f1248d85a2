import { checkPage, expect, settle, sizes, test, useScheme } from './page-test.ts';

const pages = [
  { name: 'home', path: '/' },
  { name: 'system', path: '/system' },
  { name: 'system, a month', path: '/system?view=month' },
  { name: 'nothing here', path: '/nowhere' },
] as const;

for (const { name, path } of pages) {
  for (const [sizeName, viewport] of Object.entries(sizes)) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`platform: ${name} on ${sizeName}, ${scheme}`, async ({ page, signInAs }, testInfo) => {
        await page.setViewportSize(viewport);
        await useScheme(page, scheme);
        await signInAs('owner');
        await page.goto(path);
        await checkPage(page);
        const file = `${name.replaceAll(/\W+/g, '-')}-${sizeName}-${scheme}.png`;
        await page.screenshot({ path: testInfo.outputPath(file), fullPage: true });
      });
    }
  }
}

test.describe('platform: the frame', () => {
  test.beforeEach(async ({ signInAs }) => {
    await signInAs('owner');
  });

  test('platform: the keyboard alone reaches every place', async ({ page }) => {
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
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await expect(page).toHaveURL(/\/$/);
  });

  test('platform: the palette finds a source by a few letters and goes there', async ({ page }) => {
    await page.goto('/');
    await settle(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: /search/i }).fill('Load 7');
    await page.getByRole('button', { name: /Load 7/ }).click();
    await expect(page).toHaveURL(/\/sources\/[0-9a-f-]+$/);
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

  test('platform: French and German fit, and the choice stays', async ({ page }) => {
    await page.setViewportSize(sizes.phone);
    for (const [language, heading] of [
      ['Français', 'Santé du système'],
      ['Deutsch', 'Zustand des Systems'],
    ] as const) {
      await page.goto('/system');
      await settle(page);
      await page.getByRole('button', { name: /Odile/ }).click();
      await page.getByRole('menuitemradio', { name: language }).click();
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
      await page.reload();
      await checkPage(page);
    }
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
    await page.getByRole('button', { name: 'Main navigation' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'System' }).click();
    await expect(page).toHaveURL(/\/system$/);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('platform: no page asks any other host for anything', async ({ page }) => {
    const strangers: string[] = [];
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.push(request.url());
    });
    for (const path of ['/', '/system', '/sources', '/nowhere']) {
      await page.goto(path);
      await settle(page);
    }
    expect(strangers).toEqual([]);
  });

  test('platform: every page brings a policy with a nonce of its own, and may not be framed', async ({ page }) => {
    const policies = [];
    for (const path of ['/', '/system']) {
      const response = await page.goto(path);
      const headers = response?.headers() ?? {};
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['x-content-type-options']).toBe('nosniff');
      policies.push(/'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1]);
    }
    expect(policies[0]).toBeTruthy();
    expect(policies[0]).not.toBe(policies[1]);
  });
});

test('platform: who is not signed in is sent to sign in', async ({ page }) => {
  await page.goto('/system');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('platform: who may not see the health of the system finds no door to it', async ({ page, signInAs }) => {
  await signInAs('collector');
  await page.goto('/');
  await settle(page);
  await expect(page.getByRole('link', { name: /^(System|Système)$/ })).toHaveCount(0);
});
