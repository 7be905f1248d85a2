import { randomUUID } from 'node:crypto';
import { expect, test } from './page-test.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';
import type { Page } from '@playwright/test';

const list = (...rows: string[]) => ['Province;Nom Ecole;Latitude;Longitude;Ref', ...rows].join('\n');
const clean = list('Kongo;École A;-5,1;14.2;r1', 'Kongo;École B;-5.2;14.3;r2', 'Kasai;École C;-6.2;20.3;r3');

/** Opens the page and sends a file as a person does who chooses it. */
async function send(page: Page, name: string, text: string): Promise<void> {
  await page.goto('/places/import');
  await settle(page);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check', exact: true })).toBeEnabled();
}

/** Chooses a pyramid of the test's own. */
async function choosePyramid(page: Page): Promise<string> {
  const pyramid = `Schools ${randomUUID().slice(0, 8)}`;
  await page.getByRole('combobox', { name: 'Pyramid' }).fill(pyramid);
  await page.keyboard.press('Tab');
  return pyramid;
}

const report = (page: Page) => page.getByRole('region', { name: /What would happen|What happened/ });

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`reg-42 import on ${sizeName}, ${scheme}`, async ({ page, signInAs }) => {
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await page.goto('/places/import');
      await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
      await checkPage(page);
      await send(page, 'schools.csv', list('Kongo;A;-5,1;14.2;r1', 'Kongo;B;-95;14.3;r2'));
      await choosePyramid(page);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await expect(report(page).getByText('Refused rows')).toBeVisible({ timeout: 40_000 });
      await expect(report(page).getByText(/A latitude lies between/)).toBeVisible();
      await checkPage(page);
      await page.screenshot({ path: `test-results/imports-${sizeName}-${scheme}.png`, fullPage: true });
    });
  }
}

test('reg-42 a list is matched, checked, brought in with one button and taken back with one', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('owner');
  await send(page, 'ecoles.csv', clean);
  // What the columns seem to be, with examples.
  await expect(page.getByRole('combobox', { name: 'Name of the place' })).toHaveValue('Nom Ecole');
  await expect(page.getByRole('combobox', { name: 'Latitude' })).toHaveValue('Latitude');
  await expect(page.getByText('École A · École B · École C')).toBeVisible();
  const pyramid = await choosePyramid(page);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(report(page).getByRole('tab', { name: 'Places (5)' })).toBeVisible({ timeout: 60_000 });
  await expect(report(page).getByText('The decimal comma was read as a point. (-5,1)')).toBeVisible();
  await report(page).getByRole('tab', { name: 'Places (5)' }).click();
  await expect(report(page).getByRole('row').filter({ hasText: 'École B' })).toContainText('New');
  await page.getByRole('button', { name: 'Bring in 5 new and 0 changed places' }).click();
  await expect(page.getByText(`5 new places and 0 changed places in ${pyramid}, version 0.`)).toBeVisible({
    timeout: 60_000,
  });
  await checkPage(page);
  await page.getByRole('button', { name: 'Undo the whole import' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('5 places it made are removed');
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('The import was undone')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row').filter({ hasText: pyramid })).toContainText('Undone');
});

test('reg-42 refused rows hold everything back until they are left out', async ({ page, signInAs }) => {
  test.slow();
  await signInAs('owner');
  await send(page, 'half.csv', list('Kongo;A;-5.1;14.2;r1', 'Kongo;B;-95;14.3;r2'));
  const pyramid = await choosePyramid(page);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  const run = page.getByRole('button', { name: /^Bring in/ });
  await expect(run).toBeDisabled({ timeout: 60_000 });
  const download = page.waitForEvent('download');
  await report(page).getByRole('link', { name: 'Report as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('report-of-half.csv.csv');
  await page.getByRole('checkbox', { name: 'Leave out the one refused row and take the rest' }).check();
  await run.click();
  await expect(page.getByText(`2 new places and 0 changed places in ${pyramid}, version 0.`)).toBeVisible({
    timeout: 60_000,
  });
});

test('reg-42 a file that is none is refused in words, and who may not import is told so', async ({
  page,
  signInAs,
}) => {
  await signInAs('owner');
  await page.goto('/places/import');
  await settle(page);
  const picture = { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]) };
  await page.locator('input[type=file]').setInputFiles(picture);
  await expect(page.getByText('none that holds places')).toBeVisible();
  await signInAs('analyst');
  await page.goto('/places/import');
  await expect(page.getByText('registry.edit')).toBeVisible();
  await checkPage(page);
});

test('reg-42 a large file goes through the front door without being held in memory; a cut one leaves nothing', async ({
  page,
  world,
  baseURL,
}) => {
  test.slow();
  const [name, value] = world.people['owner']?.cookie ?? ['', ''];
  const headers = { cookie: `${name}=${value}`, 'x-cairn-request': '1', 'sec-fetch-site': 'same-origin' };
  const megabyte = Buffer.alloc(1024 * 1024, 'name;ref\n');
  const address = `${baseURL ?? ''}/api/cairn/v1/registry-imports`;
  const fileName = `large-${randomUUID()}.csv`;
  const chunks = (count: number, end?: Error) => {
    let left = count;
    return new ReadableStream({
      pull(controller) {
        if (left > 0) controller.enqueue(megabyte);
        else if (end) controller.error(end);
        else controller.close();
        left -= 1;
      },
    });
  };
  const sent = await fetch(`${address}?name=${fileName}`, {
    method: 'POST',
    headers,
    body: chunks(100),
    duplex: 'half',
  } as RequestInit);
  expect(sent.status).toBe(201);
  expect(await sent.json()).toMatchObject({ sizeBytes: 100 * megabyte.length, format: 'csv' });
  const cut = `cut-${randomUUID()}.csv`;
  const failed = fetch(`${address}?name=${cut}`, {
    method: 'POST',
    headers,
    body: chunks(3, new Error('cut')),
    duplex: 'half',
  } as RequestInit);
  await expect(failed).rejects.toThrow();
  const list = await page.request.get(`${address}?limit=50`, { headers });
  const text = await list.text();
  expect(text).toContain(fileName);
  expect(text).not.toContain(cut);
});
