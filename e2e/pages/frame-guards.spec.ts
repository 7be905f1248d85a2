import { expect, settle, test } from './page-test.ts';

test('platform: no page asks any other host for anything', async ({ page, signInAs }) => {
  await signInAs('owner');
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

test('platform: every page brings a policy with a nonce of its own, and may not be framed', async ({
  page,
  signInAs,
}) => {
  await signInAs('owner');
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
