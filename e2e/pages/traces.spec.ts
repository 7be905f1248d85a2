import { aPoint, expect, nowS, test } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

test('pdk-18 traces of uploads are switched on, listed, searched and followed', async ({
  page,
  signInAs,
  study,
}, testInfo) => {
  test.slow();
  await signInAs('owner');
  await page.goto(study.page('/sources/traces'));
  await expect(page.getByRole('heading', { name: 'No study keeps traces' })).toBeVisible();
  await checkPage(page);
  await expect(page.getByRole('link', { name: 'Open the settings of the study' })).toHaveAttribute(
    'href',
    `/settings/studies/${study.key}`,
  );
  await study.call('PATCH', `studies/${study.id}`, { tracesBundles: true });
  await study.send([aPoint({ source: 'walker-7', timestamp: nowS() - 60 })]);
  await study.sendForm({ payload: 'not base64 of gzip', compression: 'gzip' });

  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: 'Traces of uploads' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Traces of uploads' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Traces of uploads' });
  await expect(table.getByText('Point stored')).toBeVisible();
  await expect(table.getByText('Failed')).toBeVisible();
  await expect(table.getByRole('link', { name: 'walker-7' })).toBeVisible();
  for (const [sizeName, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`traces-${sizeName}.png`), fullPage: true });
  }
  await page.setViewportSize(sizes.wide);

  // A source's name finds its points; the id of an upload shows all its steps.
  await page.getByRole('searchbox', { name: 'Upload, run, source or error' }).fill('walker');
  await expect(table.getByText('Failed')).toHaveCount(0);
  await expect(page).toHaveURL(/text=walker/);
  const row = table.getByRole('row').filter({ hasText: 'Point stored' });
  const bundle = await row.getByRole('button').innerText();
  await row.getByRole('button', { name: bundle }).click();
  await expect(page).toHaveURL(new RegExp(`text=${bundle}`));
  await expect(table.getByText('Begun')).toBeVisible();
  await expect(table.getByText('Processed')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Upload, run, source or error' }).fill('nothing like it');
  await expect(page.getByRole('heading', { name: 'No step fits' })).toBeVisible();
  await useScheme(page, 'dark');
  await page.reload();
  await checkPage(page);
});
