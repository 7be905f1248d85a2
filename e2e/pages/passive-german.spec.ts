import { anHourOf, aPoint, expect, test } from './own-study.ts';
import { checkPage, sizes } from './page-test.ts';

test('platform: pdk-45 the pages of passive data fit a phone in German, and the codebook speaks it', async ({
  page,
  signInAs,
  study,
  context,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await study.send([...anHourOf('g-1'), aPoint({ source: 'g-1', timestamp: 'noon' })]);
  await study.sendForm({ payload: '<html>' });
  await study.call('POST', 'exports', { study: study.key });
  await page.setViewportSize(sizes.phone);
  await signInAs('polyglot');
  await context.addCookies([{ name: 'cairn-locale', value: 'de', url: baseURL ?? '' }]);
  const paths = [
    '/sources',
    '/configurations',
    '/quarantine',
    '/quarantine?show=refused',
    '/system',
    '/system?view=month',
    '/exports',
    '/tasks',
  ];
  for (const path of paths) {
    await page.goto(study.page(path));
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await checkPage(page);
  }
  await page.goto(`${study.page('/codebook')}&type=pdk-device-battery`);
  await expect(page.getByRole('heading', { name: 'Akku', level: 2 })).toBeVisible();
  await expect(page.getByText('Zustand des Akkus, sooft das System eine Änderung meldet.')).toBeVisible();
  await checkPage(page);
});
