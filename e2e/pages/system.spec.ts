import { aPoint, expect, nowS, test, type Opened } from './own-study.ts';
import { checkPage, settle, testLooks } from './page-test.ts';

testLooks({ of: 'platform:', name: 'system', path: '/system' });
testLooks({ of: 'platform:', name: 'system, a month', path: '/system?view=month' });

/** A study with one point, and the page about it, standing still. */
const openHealth = async ({ page, signInAs, study }: Opened) => {
  await study.send([aPoint({ source: 'h-1', timestamp: nowS() })]);
  await signInAs('manager');
  await page.goto(study.page('/system'));
  await settle(page);
};

test('pdk-19 health is live: what comes in, fails and is not understood shows without a reload, and in words', async ({
  page,
  signInAs,
  study,
}) => {
  await openHealth({ page, signInAs, study });
  const card = (label: string) => page.getByRole('link', { name: new RegExp(`^${label}`) });
  await expect(card('Received in 24 h')).toContainText('1');
  await expect(card('Failed in 24 h')).toContainText('0');
  await expect(card('Waiting')).toContainText('Nothing waits');
  await study.send([aPoint({ source: 'h-1', timestamp: 'noon' }), aPoint({ source: 'h-1', timestamp: nowS() - 1 })]);
  expect(await study.sendForm({ payload: Buffer.from('no gzip').toString('base64'), compression: 'gzip' })).toBe(201);
  await expect(card('Received in 24 h')).toContainText('3');
  await expect(card('Failed in 24 h')).toContainText('1');
  const words = page.getByRole('status').filter({ hasText: 'Worth a look' });
  await expect(words).toContainText('1 bundle of the last 24 hours could not be read');
  await expect(words).toContainText('of the points of the last 24 hours were not understood');
  await expect(card('Waiting')).toHaveAttribute('href', /#queue$/);
  await checkPage(page);

  // Numbers that stand still look like numbers that are right: the page says that it could not ask again, and for how long.
  const door = '**/api/cairn/v1/health-series/now*';
  const problem = {
    type: 'about:blank',
    title: 'Too many',
    status: 429,
    code: 'rate_limited',
    detail: 'Wait a little.',
  };
  await page.route(door, (route) => route.fulfill({ status: 429, json: problem }));
  const notice = page.getByRole('status').filter({ hasText: 'This could not be refreshed.' });
  await expect(notice).toContainText('Wait a little.', { timeout: 20_000 });
  await checkPage(page);
  await page.unroute(door);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toBeHidden();
});

test('pdk-19 a day is looked at by the minute, and a month by the hour; the choice is in the address', async ({
  page,
  signInAs,
  study,
}) => {
  await openHealth({ page, signInAs, study });
  await expect(page.getByText('Each step is 5 minutes.')).toBeVisible();
  const plot = page.getByRole('figure', { name: 'Bundles' }).locator('.recharts-surface').first();
  const box = await plot.boundingBox();
  if (!box) throw new Error('the chart is not drawn');
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(box.x + box.width - 12, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('Each step is one minute.')).toBeVisible();
  const points = page.getByRole('figure', { name: 'Points a minute' });
  await points.getByRole('button', { name: /^Show as a table/ }).click();
  await expect(points.getByRole('row').last()).toBeVisible();
  await page.getByRole('button', { name: 'Show all of it' }).click();
  await expect(page.getByText('Each step is 5 minutes.')).toBeVisible();
  await page.getByText('Month', { exact: true }).click();
  await expect(page).toHaveURL(/view=month/);
  await expect(page.getByText(/Each step is (one hour|\d+ hours)\./)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Month' })).toBeChecked();
});

test('pdk-48 who may not see the health of the system is told which permission is missing', async ({
  page,
  signInAs,
}) => {
  await signInAs('collector');
  await page.goto('/system');
  await expect(page.getByText('health.read')).toBeVisible();
});
