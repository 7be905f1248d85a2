import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { anHourOf, aPoint, expect, nowS, test, type OwnStudy } from './own-study.ts';
import { checkPage, scrollThrough, settle, sizes, useScheme } from './page-test.ts';

const unitsSchema = z.object({ items: z.array(z.object({ parentId: z.string(), typeId: z.string() })) });

/** Begin of a walk at the equator, where no place of the demo and of no other test is, [lon, lat]. */
function farAway({ key }: OwnStudy): [number, number] {
  const number = Number.parseInt(key.slice(-8), 16);
  return [-160 + (number % 1000) / 50, -4 + (Math.floor(number / 1000) % 1000) / 125];
}

/** A clinic in the pyramid of the demo, at [lon, lat]. */
async function plantClinic({ call, key }: OwnStudy, location: readonly [number, number]): Promise<void> {
  const searches = encodeURIComponent(JSON.stringify([{ depth: 5 }]));
  const [clinic] = unitsSchema.parse(await call('GET', `units?searches=${searches}&columns=type,parent&limit=1`)).items;
  await call('POST', 'units', { ...clinic, name: `Clinic of ${key}`, status: 'VALID', location });
}

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-23 the list, a source and its configurations on ${sizeName}, ${scheme}`, async ({
      page,
      signInAs,
      study,
    }) => {
      await study.send(anHourOf('phone-1'));
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await page.goto(study.page('/sources'));
      await settle(page);
      await checkPage(page);
      await page.getByRole('link', { name: 'phone-1' }).click();
      await expect(page.getByRole('heading', { name: 'Points', exact: true })).toBeVisible();
      await scrollThrough(page);
      await checkPage(page);
      await page.goto(study.page('/configurations'));
      await checkPage(page);
    });
  }
}

test('pdk-23 what a phone uploads is seen: in the list, as charts with units, as a track, as raw text', async ({
  page,
  signInAs,
  study,
}) => {
  const begin = farAway(study);
  await study.send(anHourOf('phone-1', nowS() - 60, begin));
  // Some 333 m north of where the walk ends.
  await plantClinic(study, [begin[0] + 59 * 0.0003, begin[1] + 59 * 0.0004 + 0.003]);
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  const row = page.getByRole('row').filter({ hasText: 'phone-1' });
  await expect(row).toContainText('Active');
  await expect(row).toContainText('126');
  await row.getByRole('link', { name: 'phone-1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'phone-1' })).toBeVisible();
  await scrollThrough(page);
  const battery = page.getByRole('region', { name: 'Battery' });
  await expect(battery.locator('svg path').first()).toBeVisible();
  await expect(battery).toContainText('%');
  const location = page.getByRole('region', { name: 'Location' });
  await expect(location).toContainText('60 of 60 positions');
  await expect(location.locator('.leaflet-container canvas, .leaflet-container svg path').first()).toBeVisible();
  const near = location.getByRole('region', { name: 'Places near its newest position' });
  await expect(near.getByRole('listitem').filter({ hasText: `Clinic of ${study.key}` })).toContainText(/33\d m/);
  await location.getByRole('button', { name: /table/i }).first().click();
  await expect(location.getByRole('table')).toContainText(String(Number(begin[1].toFixed(4))));
  await page.getByRole('combobox', { name: 'Type', exact: true }).click();
  await page.getByRole('option', { name: 'Battery' }).click();
  const table = page.getByRole('table', { name: 'Points, newest first' });
  await expect(table.getByRole('row').nth(1)).toContainText('60.5%');
  await table.getByRole('row').nth(1).click();
  const drawer = page.getByRole('dialog', { name: 'Point as received' });
  await expect(drawer).toContainText('"level": 60.5');
  await expect(drawer).toContainText('"passive-data-metadata"');
  await page.keyboard.press('j');
  await expect(drawer).toContainText('"level": 61');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('pdk-23 a place under the buttons of the map is no target until the map has moved', async ({
  page,
  signInAs,
  study,
}) => {
  const begin = farAway(study);
  await study.send(anHourOf('phone-1', nowS() - 60, begin));
  await page.setViewportSize(sizes.phone);
  await signInAs('manager');
  // East of the walk's end, in the corner where the buttons are.
  await plantClinic(study, [begin[0] + 59 * 0.0003 + 0.003, begin[1] + 59 * 0.0004]);
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: 'phone-1' }).click();
  await expect(page.getByRole('heading', { name: 'Points', exact: true })).toBeVisible();
  await scrollThrough(page);
  const clinic = page.locator('.leaflet-marker-icon[role="button"]');
  await expect(clinic).toHaveAttribute('tabindex', '-1');
  await checkPage(page);
  await page.locator('.leaflet-container').focus();
  await page.keyboard.press('ArrowRight');
  await expect(clinic).toHaveAttribute('tabindex', '0');
  await clinic.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `Clinic of ${study.key}` })).toBeVisible();
});

test('pdk-23 the newest points of all types together, and the choice is in the address', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(anHourOf('phone-1'));
  await signInAs('analyst');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: 'phone-1' }).click();
  await page.getByRole('combobox', { name: 'Type', exact: true }).click();
  await page.getByRole('option', { name: 'All types, newest first' }).click();
  const table = page.getByRole('table', { name: 'Points, newest first' });
  await expect(table).toContainText('Location');
  await expect(table).toContainText('Battery');
  await page.reload();
  await expect(table).toContainText('Screen state');
  await expect(page.getByText('50 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(page.getByText('100 rows')).toBeVisible();
  await table.getByRole('row').nth(1).click();
  await expect(page.getByRole('dialog', { name: 'Point as received' })).toContainText('"passive-data-metadata"');
});

test('pdk-23 a window chosen in the address holds charts, map and table together, and survives a reload', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send([...anHourOf('phone-1'), ...anHourOf('phone-1', nowS() - 26 * 3600)]);
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: 'phone-1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'phone-1' })).toBeVisible();
  await scrollThrough(page);
  await expect(page.getByRole('region', { name: 'Location' })).toContainText('120 of 120 positions');
  await page.getByRole('button', { name: 'Last day' }).click();
  await expect(page.getByRole('region', { name: 'Location' })).toContainText('60 of 60 positions');
  await expect(page).toHaveURL(/from=.*to=/);
  await page.reload();
  await scrollThrough(page);
  await expect(page.getByRole('region', { name: 'Location' })).toContainText('60 of 60 positions');
});

test('pdk-23 filters are in the address and survive a reload; what fits nothing says so', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(['north-1', 'north-2', 'south-1'].map((source) => aPoint({ source, timestamp: nowS() })));
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('searchbox').fill('north');
  await expect(page).toHaveURL(/text=north/);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.reload();
  await settle(page);
  await expect(page.getByRole('searchbox')).toHaveValue('north');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('searchbox').fill('nowhere');
  await expect(page.getByText('No source fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).last().click();
  await expect(page).not.toHaveURL(/text=/);
  await expect(page.getByRole('row')).toHaveCount(4);
});

test('pdk-23 a long list pages by key: every source once', async ({ page, signInAs, study }) => {
  const sources = Array.from({ length: 130 }, (_, index) => `many-${String(index).padStart(3, '0')}`);
  await study.send(sources.map((source) => aPoint({ source, timestamp: nowS() })));
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  await expect(page.getByText(/of 130 rows/)).toBeVisible();
  const more = page.getByRole('button', { name: 'Load more' });
  for (let pages = 0; pages < 10 && (await more.isVisible()); pages += 1) {
    await more.click();
    await expect(page.getByText(`${String(Math.min(130, (pages + 2) * 50))} of 130 rows`)).toBeVisible();
  }
  await expect(page.getByText('130 of 130 rows')).toBeVisible();
});

test('pdk-12 sources are grouped: a group is made, one moves into it, and the list shows the group', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(['a-1', 'a-2'].map((source) => aPoint({ source, timestamp: nowS() })));
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('button', { name: 'Groups' }).click();
  const drawer = page.getByRole('dialog', { name: 'Groups' });
  await drawer.getByLabel('Name of the group').fill('Hill villages');
  await drawer.getByRole('button', { name: 'Add group' }).click();
  await expect(drawer).toContainText('no sources');
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'a-1' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Move to group…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move to group' });
  await dialog.getByLabel('Group').click();
  await page.getByRole('option', { name: 'Hill villages' }).click();
  await dialog.getByRole('button', { name: 'Move' }).click();
  await expect(page.getByText('1 source moved')).toBeVisible();
  await page.getByPlaceholder('Any group').click();
  await page.getByRole('option', { name: 'Hill villages' }).click();
  await expect(page).toHaveURL(/group=/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: 'a-1' })).toContainText('Hill villages');
});

test('pdk-23 archiving says what it will do in numbers and can be undone; a source is renamed', async ({
  page,
  signInAs,
  study,
}) => {
  await study.send(['b-1', 'b-2'].map((source) => aPoint({ source, timestamp: nowS() })));
  await signInAs('manager');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('row').filter({ hasText: 'b-1' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Archive…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Archive sources' });
  await expect(dialog).toContainText('1 source leaves the lists and the counts, with 1 point between them.');
  await expect(dialog).toContainText('No data is removed');
  await dialog.getByRole('button', { name: 'Archive 1 source' }).click();
  await expect(page.getByText('1 source archived')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 source is back')).toBeVisible();
  await page.getByRole('link', { name: 'b-1' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  const rename = page.getByRole('dialog', { name: 'Rename source' });
  await rename.getByRole('textbox').fill('Borehole phone');
  await rename.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Borehole phone' })).toBeVisible();
});

test('pdk-09 a configuration is written, tried, and given to the device that asks for it', async ({
  page,
  signInAs,
  study,
  request,
}) => {
  await signInAs('manager');
  await page.goto(study.page('/configurations'));
  await settle(page);
  await page.getByRole('button', { name: 'Add configuration' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New configuration' });
  await dialog.getByLabel('Name').fill('Slow sampling');
  await dialog.getByLabel('Identifier pattern').fill('^slow-');
  await dialog.getByLabel('What the device is told (JSON)').fill('{"generators": [');
  await expect(dialog).toContainText('This is not JSON');
  await dialog.getByLabel('What the device is told (JSON)').fill('{"generators": [], "interval": 900}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Slow sampling saved')).toBeVisible();
  const tried = page.getByRole('region', { name: 'What would a device get?' });
  await tried.getByLabel('Identifier').fill('slow-7');
  await expect(tried).toContainText('Its pattern is found in the identifier.');
  const config = `/studies/${study.key}/data/app-config.json`;
  expect(await (await request.get(`${config}?id=slow-7`)).text()).toContain('"interval": 900');
  expect(await (await request.get(`${config}?id=fast-7`)).json()).toBeNull();
});

test('pdk-23 the list is walked and opened with the keyboard', async ({ page, signInAs, study }) => {
  await study.send(['k-1', 'k-2', 'k-3'].map((source, n) => aPoint({ source, timestamp: nowS() - n })));
  await signInAs('manager');
  await page.goto(study.page('/sources?sort=identifier'));
  await settle(page);
  await page.getByRole('row').nth(1).focus();
  const second = await page.getByRole('row').nth(2).getByRole('link').first().textContent();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row').nth(2)).toBeFocused();
  await page.keyboard.press(' ');
  await expect(page.getByRole('row').nth(2).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: second ?? '' })).toBeVisible();
});

test('pdk-11 a photo that a point names is on the page of its source, and is downloaded as it was sent', async ({
  page,
  signInAs,
  study,
  baseURL,
}) => {
  const form = new FormData();
  const guid = '5b1c7d1e-0000-4000-8000-00000000000a';
  const members = { note: 'plot corner', 'photo@': guid, 'attachment-guid': guid };
  form.set('payload', JSON.stringify([aPoint({ source: 'p-1', timestamp: nowS(), type: 'plot-photo', members })]));
  form.set(guid, new Blob(['not quite a JPEG'], { type: 'image/jpeg' }), 'plot.jpg');
  const door = `${baseURL ?? ''}/studies/${study.key}/data/add-bundle.json`;
  expect((await fetch(door, { method: 'POST', body: form })).status).toBe(201);
  await study.send([aPoint({ source: 'p-1', timestamp: nowS() })]);
  await signInAs('analyst');
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: 'p-1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'p-1' })).toBeVisible();
  await scrollThrough(page);
  const files = page.getByRole('table', { name: 'Files that points of this source name' });
  await expect(files).toContainText('image/jpeg');
  const downloading = page.waitForEvent('download');
  await files.getByRole('link', { name: /plot\.jpg/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('plot.jpg');
  expect(await readFile(await download.path(), 'utf8')).toBe('not quite a JPEG');
});

test('pdk-48 who may only look finds nothing to change', async ({ page, signInAs, study }) => {
  await study.send([aPoint({ source: 'c-1', timestamp: nowS() })]);
  await signInAs('analyst');
  await page.goto(study.page('/sources'));
  await settle(page);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Add source' })).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('link', { name: 'c-1' }).click();
  await expect(page.getByRole('button', { name: 'Rename' })).toHaveCount(0);
});
