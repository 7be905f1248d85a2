import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-30 tasks on ${sizeName}, ${scheme}`, async ({ page, signInAs, study }) => {
      await study.send([aPoint({ source: 't-1', timestamp: nowS() })]);
      await study.call('POST', 'exports', { study: study.key });
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await page.goto(study.page('/tasks'));
      await checkPage(page);
      await page.getByText('Export of').first().click();
      await expect(page).toHaveURL(/\/tasks\//);
      await expect(page.getByRole('heading', { name: 'Log' })).toBeVisible();
      await checkPage(page);
    });
  }
}

test('pdk-16 a long task is watched, stopped, and run again to its end', async ({ page, signInAs, study }) => {
  test.setTimeout(300_000);
  const count = 20_000;
  await study.sendForm({ payload: `[${Array.from({ length: count }, (_, n) => `{"n":${String(n)}}`).join(',')}]` });
  await signInAs('manager');
  await page.goto(study.page('/quarantine?reason=metadata_missing'));
  await page.getByRole('button', { name: 'Replay all 20,000' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay 20,000 points' }).click();
  await page.getByRole('link', { name: 'Show the task' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByText('Done', { exact: true })).toBeVisible({ timeout: 240_000 });
  await page.goto(study.page('/tasks'));
  await settle(page);
  await page.getByText('Failed', { exact: true }).click();
  await expect(page.getByText('No such task')).toBeVisible();
  await expect(page).toHaveURL(/state=failed/);
  await page.reload();
  await expect(page.getByText('No such task')).toBeVisible();
  await page.getByRole('button', { name: 'Show all tasks' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Replay of the quarantine' })).toContainText('Done');
});

test('pdk-30 a long list of tasks pages by key, and opens with the keyboard', async ({ page, signInAs, study }) => {
  test.slow();
  await study.send([aPoint({ source: 't-1', timestamp: nowS() })]);
  for (let index = 0; index < 55; index += 1) await study.call('POST', 'exports', { study: study.key });
  await signInAs('owner');
  await page.goto(study.page('/tasks'));
  await settle(page);
  await expect(page.getByText('50 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(page.getByText('55 rows')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Export');
});
