import { readFile } from 'node:fs/promises';
import { aPoint, expect, nowS, test, type Opened } from './own-study.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

/** Points that nobody understands, of three reasons. */
const strange = () => [
  aPoint({ source: 'q-1', timestamp: nowS() * 1000 }),
  aPoint({ source: 'q-1', timestamp: (nowS() - 60) * 1000 }),
  aPoint({ source: 'q-2', timestamp: 'noon' }),
  { event_name: 'opened' },
];

/** The quarantine with the strange points in it, standing still. */
const openQuarantine = async ({ page, signInAs, study }: Opened) => {
  await study.send(strange());
  await signInAs('manager');
  await page.goto(study.page('/quarantine'));
  await settle(page);
};

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-16 quarantine on ${sizeName}, ${scheme}`, async ({ page, signInAs, study }) => {
      await study.send(strange());
      await study.sendForm({ payload: '<html>please sign in to the hotel network</html>' });
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await page.goto(study.page('/quarantine'));
      await expect(page.getByRole('navigation', { name: 'Reasons' })).toContainText('Time out of range');
      await checkPage(page);
      await page.getByRole('button', { name: /q-2/ }).click();
      await expect(page.getByRole('article')).toContainText('Time is no number');
      await checkPage(page);
      await page.goto(study.page('/quarantine?show=refused'));
      await checkPage(page);
      await page.getByRole('region', { name: 'Refused uploads' }).getByRole('button').first().click();
      await expect(page.getByRole('article')).toContainText('Not JSON');
      await checkPage(page);
    });
  }
}

test('pdk-16 a bad point is seen with its reason, edited, replayed, and then on the page of its source', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send([aPoint({ source: 'q-1', timestamp: nowS() }), aPoint({ source: 'q-1', timestamp: 'noon' })]);
  await signInAs('manager');
  await page.goto(study.page('/quarantine'));
  await page.getByRole('button', { name: /q-1/ }).click();
  const panel = page.getByRole('article');
  await expect(panel).toContainText('Time is no number');
  await expect(panel).toContainText('What is wrong');
  const editor = panel.getByRole('textbox', { name: /The point/ });
  const received = await editor.inputValue();
  await editor.fill(received.replace('"noon"', '"still noon"'));
  await panel.getByRole('button', { name: 'Save and replay' }).click();
  await expect(panel.getByRole('status')).toContainText('Still not understood');
  await editor.fill(received.replace('"noon"', String(nowS() - 30)));
  await panel.getByRole('button', { name: 'Save and replay' }).click();
  await expect(page.getByText('Understood and stored.')).toBeVisible();
  await page.goto(study.page('/sources'));
  await page.getByRole('link', { name: 'q-1' }).click();
  const table = page.getByRole('table', { name: 'Points, newest first' });
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('pdk-16 a suggested mending is taken for all points of a reason, with progress, and they are stored', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(strange());
  await signInAs('manager');
  await page.goto(study.page('/quarantine?reason=timestamp_out_of_range'));
  await page.getByRole('button', { name: 'Mend all 2 as suggested and replay' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay 2 points' }).click();
  await expect(page.getByText('2 stored, 0 still not understood')).toBeVisible();
  await page.reload();
  await settle(page);
  await expect(page.getByRole('navigation', { name: 'Reasons' })).not.toContainText('Time out of range');
  await page.goto(study.page('/sources'));
  await expect(page.getByRole('row').filter({ hasText: 'q-1' })).toBeVisible();
});

test('pdk-16 points are dismissed in bulk, taken back, and dismissed ones stay to be seen', async ({
  page,
  signInAs,
  study,
}) => {
  await openQuarantine({ page, signInAs, study });
  for (const box of await page.getByRole('checkbox', { name: /q-1/ }).all()) await box.check();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(page.getByText('2 points dismissed')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('2 points are open again')).toBeVisible();
  await page.goto(study.page('/quarantine?reason=timestamp_out_of_range'));
  await page.getByRole('button', { name: 'Dismiss all 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss 2 points' }).click();
  await expect(page.getByText('2 points dismissed')).toBeVisible();
  await page.goto(study.page('/quarantine?state=dismissed'));
  await expect(page.getByRole('checkbox', { name: /q-1/ })).toHaveCount(2);
});

test('pdk-16 J and K move, D dismisses, E edits; the chosen point is in the address', async ({
  page,
  signInAs,
  study,
}) => {
  await openQuarantine({ page, signInAs, study });
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/id=/);
  await expect(page.getByRole('article')).toContainText('No metadata');
  const addressOfFirst = page.url();
  await page.keyboard.press('j');
  await expect(page.getByRole('article')).toContainText('Time is no number');
  await page.keyboard.press('k');
  await expect(page).toHaveURL(addressOfFirst);
  await page.reload();
  await settle(page);
  await expect(page.getByRole('article')).toContainText('No metadata');
  await page.keyboard.press('d');
  await expect(page.getByText('1 point dismissed')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Time is no number');
  await page.keyboard.press('e');
  await expect(page.getByRole('textbox', { name: /The point/ })).toBeFocused();
});

test('pdk-16 a refused upload is seen with why and from where, downloaded byte by byte, mended and read', async ({
  page,
  signInAs,
  study,
}) => {
  const cutOff = JSON.stringify([aPoint({ source: 'r-1', timestamp: nowS() })]).slice(0, -1);
  const headers = { 'x-pdk-identifier': 'r-1', 'user-agent': 'Meadow 4.1' };
  expect(await study.sendForm({ payload: cutOff }, headers)).toBe(400);
  await signInAs('manager');
  await page.goto(study.page('/quarantine'));
  await settle(page);
  await page.getByRole('tab', { name: /Refused uploads\s*1/ }).click();
  await expect(page).toHaveURL(/show=refused/);
  await page.getByRole('region', { name: 'Refused uploads' }).getByRole('button', { name: /r-1/ }).click();
  const panel = page.getByRole('article');
  for (const text of ['Not JSON', 'Meadow 4.1', '127.0.0.1', 'r-1']) await expect(panel).toContainText(text);
  const downloading = page.waitForEvent('download');
  await panel.getByRole('link', { name: 'Download the bytes' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^refused-upload_.*\.txt$/);
  expect(await readFile(await download.path(), 'utf8')).toBe(cutOff);
  await panel.getByRole('textbox').fill(`${cutOff}]`);
  await panel.getByRole('button', { name: 'Read this instead' }).click();
  await expect(panel.getByText('Replayed')).toBeVisible();
  await expect(page.getByRole('tab', { name: /Refused uploads\s*0/ })).toBeVisible();
  await expect
    .poll(async () => JSON.stringify(await study.call('GET', `sources?study=${study.key}`)))
    .toContain('"identifier":"r-1"');
  await page.goto(study.page('/sources'));
  await expect(page.getByRole('link', { name: 'r-1' })).toBeVisible();
});

test('pdk-16 refused uploads are read anyway or dismissed in bulk, and dismissals are taken back', async ({
  page,
  signInAs,
  study,
}) => {
  const cutOff = (source: string) => `[${JSON.stringify(aPoint({ source, timestamp: nowS() }))},{"half":`;
  await study.sendForm({ payload: cutOff('r-1') });
  await study.sendForm({ payload: 'nothing of value' });
  await signInAs('manager');
  await page.goto(study.page('/quarantine?show=refused'));
  await settle(page);
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(page.getByText('1 upload dismissed')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 upload is open again')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  await page.getByRole('checkbox').last().check();
  await page.getByRole('button', { name: 'Read it anyway' }).last().click();
  await expect(page.getByText('1 upload is read now')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await expect
    .poll(async () => JSON.stringify(await study.call('GET', `quarantine/reasons?study=${study.key}`)))
    .toContain('list_unfinished');
  await page.goto(study.page('/sources'));
  await expect(page.getByRole('link', { name: 'r-1' })).toBeVisible();
});

test('pdk-48 who may not decide is told which permission is missing', async ({ page, signInAs }) => {
  await signInAs('analyst');
  await page.goto('/quarantine');
  await expect(page.getByText('passive.quarantine')).toBeVisible();
});
