import { aZip } from '#e2e/harness/xlsx.ts';
import { z } from 'zod';
import { aPoint, expect, nowS, test, type OwnStudy } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

const askedSchema = z.object({ link: z.string(), request: z.object({ id: z.string() }) });

async function ask(study: OwnStudy, identifier: string, members: object = {}) {
  const body = { study: study.key, identifier, ...members };
  const { link } = askedSchema.parse(await study.call('POST', 'donations', body));
  return new URL(link).hash;
}

const takeout = () =>
  aZip({
    'Takeout/YouTube and YouTube Music/history/watch-history.json': JSON.stringify([
      { title: 'Watched a film', titleUrl: 'https://www.youtube.com/watch?v=1', time: '2023-11-05T20:14:33Z' },
      { title: 'Watched at no time' },
    ]),
  });

for (const { look, viewport, scheme } of looks) {
  test(`pdk-46 donations on ${look}`, async ({ page, signInAs, study }, testInfo) => {
    const hash = await ask(study, 'P-1', { email: 'ana@example.org', services: ['youtube', 'amazon'] });
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    const show = async (name: string) => {
      await checkPage(page);
      await page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), fullPage: true });
    };
    await page.goto(`/donate${hash}`);
    await expect(page.getByRole('heading', { name: 'Amazon' })).toBeVisible();
    await show('participant');
    await page.goto(`/donate/stop${hash}`);
    await show('stop');
    await page.goto('/donate#0123');
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
    await show('bad-link');
    await signInAs('owner');
    await page.goto(study.page('/donations'));
    await show('list');
    await page.getByRole('button', { name: 'Ask a participant' }).click();
    await expect(page.getByRole('textbox', { name: 'Identifier of the participant' })).toBeVisible();
    await show('ask');
  });
}

test('pdk-46 a participant hands over an archive, and the manager sees what came of it', async ({
  page,
  signInAs,
  study,
}, testInfo) => {
  await page.goto(`/donate${await ask(study, 'P-2')}`);
  await page.getByRole('checkbox', { name: 'YouTube (Google Takeout)' }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('takeout.google.com')).toBeVisible();
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /^Choose (the|another) file$/ }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  await choose('notes.txt', Buffer.from('x'));
  await expect(page.getByText('notes.txt does not end in .zip, .json, .html.')).toBeVisible();
  await choose('holiday.zip', await aZip({ 'holiday.txt': 'sun' }));
  await expect(page.getByText('This is no archive of this service')).toBeVisible();
  await choose('takeout.zip', await takeout());
  await expect(page.getByText('1 entry read')).toBeVisible();
  await expect(page.getByText('Thank you: everything that was asked for is here.')).toBeVisible();
  await page.getByRole('button', { name: 'Take back holiday.zip' }).click();
  await expect(page.getByText('holiday.zip')).toHaveCount(0);
  await checkPage(page);
  await page.screenshot({ path: testInfo.outputPath('given.png'), fullPage: true });

  await signInAs('owner');
  await page.goto(study.page('/donations'));
  await settle(page);
  await page.getByRole('row').filter({ hasText: 'P-2' }).getByText('P-2').click();
  await expect(page.getByText('takeout.zip')).toBeVisible();
  await expect(page.getByText('watch history: 1 left out, without a time that is understood')).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('drawer.png') });
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('takeout.zip');
  // Escape closes what one is in, and no more.
  await page.getByRole('button', { name: 'Close the request' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByText('takeout.zip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('pdk-46 a visitor begins where the study allows it, in their language', async ({ page, signInAs, study }) => {
  await page.goto(`/donate?study=${study.key}`);
  await expect(page.getByRole('heading', { name: 'Nobody can begin here' })).toBeVisible();
  await signInAs('owner');
  await page.goto(study.page('/donations'));
  await settle(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Participants may begin by themselves' }).check({ force: true });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(`/donate?study=${study.key}`);
  await settle(page);
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await expect(page.getByText('Welche Dienste benutzen Sie?')).toBeVisible();
  await checkPage(page);
});

test('pdk-37 a personal report is ordered on the page of a source', async ({ page, signInAs, study }) => {
  await study.send([aPoint({ source: 'r-1', timestamp: nowS() - 60, members: { level: 5 } })]);
  const { items } = (await study.call('GET', `sources?study=${study.key}&text=r-1`)) as { items: { id: string }[] };
  await signInAs('analyst');
  await page.goto(`/sources/${items[0]?.id ?? ''}`);
  // Charts below the window wait to be scrolled to; the button does not.
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Personal report' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Personal report of r-1' })).toBeVisible();
  await expect(page.getByText('r-1.zip')).toBeVisible();
});
