import { checkPage, expect, settle, test, testLooks } from './page-test.ts';

testLooks({ of: 'pdk-23', name: 'home', path: '/' });
testLooks({ of: 'pdk-23', name: 'nothing here', path: '/nowhere' });
testLooks({
  of: 'pdk-23',
  name: 'nothing here, in the frame',
  path: '/sources/00000000-0000-7000-8000-000000000000',
});

test('pdk-23 every number of Home leads to the rows behind it', async ({ page, signInAs }) => {
  await signInAs('owner');
  const doors = [
    [/^Silent sources/, /\/sources\?state=silent$/],
    [/^In quarantine/, /\/quarantine$/],
    [/^Bundles received/, /\/system$/],
  ] as const;
  for (const [name, address] of doors) {
    await page.goto('/');
    await settle(page);
    await page.locator('#main').getByRole('link', { name }).click();
    await expect(page).toHaveURL(address);
  }
});

test('pdk-23 Home says something to every role, in the language of the account', async ({
  page,
  signInAs,
}, testInfo) => {
  test.slow();
  const greetings = {
    manager: 'Hello, Moses',
    validator: 'Bonjour, Valérie',
    analyst: 'Hello, Anil',
    collector: 'Bonjour, Carla',
    inspector: 'Hallo, Ingo',
  };
  for (const [role, greeting] of Object.entries(greetings)) {
    await signInAs(role);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: greeting })).toBeVisible();
    await checkPage(page);
    expect(await page.locator('#main').getByRole('link').count()).toBeGreaterThan(0);
    await page.screenshot({ path: testInfo.outputPath(`home-${role}.png`) });
  }
});

test('pdk-23 no number of Home leads where its reader is refused', async ({ page, signInAs }) => {
  for (const role of ['validator', 'analyst']) {
    await signInAs(role);
    await page.goto('/');
    await settle(page);
    await expect(page.locator('#main a[href^="/system"]')).toHaveCount(0);
    expect(await page.locator('#main a[href^="/sources"]').count()).toBeGreaterThan(0);
  }
});

for (const path of ['/sources/', '/tasks/']) {
  test(`pdk-23 an unknown id under ${path} is answered with 404, in the frame`, async ({ page, signInAs }) => {
    await signInAs('owner');
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nothing']) {
      const answer = await page.goto(path + id);
      expect(answer?.status()).toBe(404);
      await checkPage(page);
    }
  });
}
