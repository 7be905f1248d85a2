import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { anOwnSensor } from './own-sensors.ts';
import { expect, test } from './own-study.ts';
import { checkPage, looks, settle, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport, scheme] of [
  ['wide', sizes.wide, 'light'],
  ['phone', sizes.phone, 'dark'],
] as const) {
  test(`man-16 man-17 man-25 from the overview to a day of one sensor and the air of its site, ${sizeName}`, async ({
    page,
    signInAs,
    study,
    baseURL,
  }, testInfo) => {
    test.slow();
    const sensor = await anOwnSensor(study, baseURL ?? '');
    const shoot = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${sizeName}-${scheme}.png`), fullPage: true });
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');

    await page.goto(study.page('/sensors'));
    const row = page.getByRole('row').filter({ hasText: sensor.nodeName });
    await expect(row).toContainText('ppm');
    await checkPage(page);
    await shoot('overview');
    await page.goto(study.page('/sensors?place=loose'));
    await expect(page.getByText('No such sensors')).toBeVisible();

    await page.goto(study.page('/sensors'));
    await row.getByRole('link', { name: sensor.nodeName }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${sensor.nodeName} in ${sensor.roomName}`);
    await expect(page.getByText('up to 800 ppm')).toBeVisible();
    await checkPage(page);
    await shoot('installation');
    const dayField = page.getByLabel('Day shown');
    const today = await dayField.inputValue();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('ArrowLeft');
    await expect(dayField).not.toHaveValue(today);
    await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/);
    const shownDay = await dayField.inputValue();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV of the day' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(145);
    expect(lines[1]).toContain(`,${shownDay} 00:00:00,M,`);
    await page.keyboard.press('ArrowRight');
    await expect(dayField).toHaveValue(today);

    await page.getByRole('button', { name: 'Make public' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(`Anybody will see the names of ${sensor.roomName}`);
    await dialog.getByRole('button', { name: 'Make public' }).click();
    await expect(page.getByText('Public', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Install elsewhere' }).click();
    await settle(page);
    await checkPage(page);
    await shoot('install');
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.goto(`/sensors/sites/${sensor.siteId}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(sensor.siteName);
    await expect(page.getByText(/Highest excess score/)).toBeVisible();
    await checkPage(page);
    await shoot('site');
    await page.getByRole('button', { name: 'The month before' }).click();
    await expect(page).toHaveURL(/month=\d{4}-\d\d/);
    await page.getByText('As before').click();
    await expect(page.getByText(/Indicator managair-2022-11/)).toBeVisible();
    await page.goto('/sensors/sites');
    await expect(page.getByRole('row').filter({ hasText: sensor.siteName })).toContainText('Public');
    await checkPage(page);
    await shoot('sites');

    // What everybody sees, in a frame of another site too; nothing else may be framed.
    const { legacyId } = z
      .object({ legacyId: z.string() })
      .parse(await study.call('GET', `sensors/sites/${sensor.siteId}`));
    await page.context().clearCookies();
    const shown = await page.goto(`/embed/${legacyId}`);
    expect(shown?.headers()['content-security-policy']).toContain('frame-ancestors *');
    expect(shown?.headers()['x-frame-options']).toBeUndefined();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(sensor.siteName);
    await expect(page.getByRole('img', { name: /ppm of carbon dioxide/ })).toBeVisible();
    await expect(page.getByText(sensor.nodeName)).toHaveCount(0);
    await checkPage(page);
    await shoot('embed');
    const map = await page.goto('/public-sensors');
    expect(map?.headers()['x-frame-options']).toBe('DENY');
    await expect(page.getByRole('button', { name: new RegExp(sensor.siteName) })).toBeVisible();
    await checkPage(page);
    await shoot('map');
  });
}

for (const { look, viewport, scheme } of looks) {
  test(`man-25 man-05 man-17 the inventory, the address of a site and the colours of values, ${look}`, async ({
    page,
    signInAs,
    study,
    baseURL,
  }, testInfo) => {
    test.slow();
    const sensor = await anOwnSensor(study, baseURL ?? '');
    const word = sensor.nodeName.replace('Node ', '');
    const heading = page.getByRole('heading', { level: 1 });
    const dialog = page.getByRole('dialog');
    const shoot = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), fullPage: true });
    const search = (text: string) => page.getByRole('searchbox', { name: 'Search the list' }).fill(text);
    const rowOf = (text: string) => page.getByRole('row').filter({ hasText: text });
    const save = async () => {
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog).toHaveCount(0);
    };
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);

    await signInAs('administrator');
    await page.goto('/sensors/inventory/quantities');
    await settle(page);
    await page.getByRole('button', { name: 'Add a quantity' }).click();
    await dialog.getByRole('textbox', { name: /^Quantity/ }).fill(`Dust ${word}`);
    await dialog.getByRole('textbox', { name: /^Unit/ }).fill('µg/m³');
    await save();
    await search(word);
    await expect(rowOf(`Dust ${word}`)).toContainText('µg/m³');
    await page.goto('/sensors/inventory/protocols');
    await expect(heading).toHaveText('Protocols');
    await settle(page);
    await checkPage(page);
    await shoot('protocols');
    await page.goto('/sensors/inventory/models');
    await settle(page);
    await page.getByRole('button', { name: 'Add a model' }).click();
    await dialog.getByRole('textbox', { name: /^Name/ }).fill(`Model ${word}`);
    await settle(page);
    await checkPage(page);
    await shoot('model');
    await save();
    await search(word);
    await expect(rowOf(`Model ${word}`)).toBeVisible();
    await checkPage(page);
    await shoot('models');

    await signInAs('owner');
    await page.goto('/sensors/inventory/models');
    await search(word);
    await expect(rowOf(`Model ${word}`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add a model' })).toHaveCount(0);

    await page.goto(`/sensors/sites/${sensor.siteId}`);
    await expect(heading).toHaveText(sensor.siteName);
    await settle(page);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Change the address' }).click();
    await expect(dialog).toContainText('This site has no address yet.');
    await settle(page);
    await checkPage(page);
    await shoot('address');
    await dialog.getByRole('button', { name: 'Add an address' }).click();
    await dialog.getByRole('textbox', { name: /^Street/ }).fill(`Way ${word} 1`);
    await dialog.getByRole('textbox', { name: /^City/ }).fill('Berlin');
    await save();
    await expect(page.getByText(`Way ${word} 1, Berlin`)).toBeVisible();

    await page.goto('/sensors/inventory/addresses');
    await search(word);
    await expect(rowOf(`Way ${word} 1`).getByRole('link', { name: sensor.siteName })).toBeVisible();
    await checkPage(page);
    await shoot('addresses');
    await page.getByRole('link', { name: 'Installations', exact: true }).click();
    await expect(heading).toHaveText('Installations');
    await search(sensor.nodeName);
    await expect(rowOf(sensor.nodeName)).toContainText(sensor.roomName);
    await checkPage(page);
    await shoot('installations');
    await page.getByRole('link', { name: 'Memberships', exact: true }).click();
    await expect(heading).toHaveText('Memberships');
    await expect(page.getByRole('row').nth(1)).toContainText('@');
    await checkPage(page);
    await shoot('memberships');

    await page.goto('/sensors/bands');
    await settle(page);
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: `Dust ${word}` }) });
    await page.getByRole('combobox', { name: 'Judge another quantity' }).fill(word);
    await page.getByRole('option', { name: `Dust ${word}` }).click();
    await card.getByRole('button', { name: 'Add a band' }).click();
    await expect(card.getByText('Say how far each band goes.')).toBeVisible();
    await card.getByLabel('Upper end of band 1').fill('50');
    await card.getByRole('combobox', { name: 'How good band 2 is' }).click();
    await page.getByRole('option', { name: '6 · bad' }).click();
    await card.getByRole('button', { name: `Save: Dust ${word}` }).click();
    await expect(page.getByText(`The colours of Dust ${word} are saved.`)).toBeVisible();
    await page.reload();
    await expect(card.getByLabel('Upper end of band 1')).toHaveValue('50');
    await settle(page);
    await checkPage(page);
    await shoot('bands');
  });
}

test('man-22 man-23 device tools, and the settings of one ERS', async ({ page, signInAs, study }, testInfo) => {
  test.slow();
  await page.setViewportSize(sizes.wide);
  await signInAs('owner');
  const shoot = (name: string) =>
    page.screenshot({ path: testInfo.outputPath(`${name}-wide-light.png`), fullPage: true });
  await page.goto(study.page('/sensors/devices'));
  await settle(page);
  await page.getByRole('combobox', { name: 'Study' }).click();
  await page.getByRole('option', { name: `Study ${study.key}` }).click();
  const eui = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
  await page.getByLabel('List (CSV)').fill(`eui64,alias,protocol\n${eui},Tool ${eui},ELSYSERS\nA8,short,`);
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByText('1 registered, 0 known already, 1 refused')).toBeVisible();
  await page.getByLabel('Application EUI').fill('70B3D57ED0000000');
  await page.getByLabel('Application key').fill('0123456789abcdef0123456789abcdef');
  await page.getByRole('button', { name: 'Show the code' }).click();
  await expect(page.getByRole('img', { name: 'QR code with the settings' })).toBeVisible();
  await checkPage(page);
  await shoot('devices');
  await page.getByRole('link', { name: eui }).click();
  await expect(page.getByText('3E0F140000014615000000011F00000002')).toBeVisible();
  await page.getByRole('combobox', { name: 'Spreading factor' }).click();
  await page.getByRole('option', { name: 'SF12' }).click();
  await expect(page.getByText('3E0F14000003B415000000001F00000005')).toBeVisible();
  await checkPage(page);
  await shoot('ers');
});

test('man-32 the description of the API of sensors is read in two ways', async ({ page }) => {
  await page.goto('/api/v1/schema/redoc/');
  await page.getByRole('link', { name: 'Node', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'GET /nodes/{id}/', exact: true })).toBeVisible();
  await checkPage(page);
  await page.goto('/api/v1/schema/swagger-ui/');
  await page.getByLabel('Search by address or words').fill('memberships');
  await page.getByRole('button', { name: /POST \/memberships\// }).click();
  await expect(page.getByText('Answers').first()).toBeVisible();
  await checkPage(page);
});
