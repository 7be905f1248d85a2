import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { checkPage, expect, settle, sizes, test as base, useScheme } from './page-test.ts';

interface OwnPlace {
  readonly id: string;
  readonly name: string;
  readonly typeId: string | null;
  /** Calls our own API as the owner. */
  call(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object): Promise<unknown>;
}

const rowSchema = z.object({ items: z.array(z.object({ id: z.guid(), typeId: z.guid().nullish() })).min(1) });
const madeSchema = z.object({ id: z.string(), revision: z.number() });

/** `test` with a place of its own in the country of the demo: with a shape, a position, and two names. */
const test = base.extend<{ readonly place: OwnPlace }>({
  place: async ({ request, world, baseURL }, use) => {
    const [cookieName, value] = world.people['owner']?.cookie ?? ['', ''];
    const headers = { cookie: `${cookieName}=${value}`, 'x-cairn-request': '1', 'sec-fetch-site': 'same-origin' };
    const send = async (method: string, path: string, body?: object): Promise<unknown> => {
      const options = { method, headers, ...(body ? { data: body } : {}) };
      const response = await request.fetch(new URL(`/api/cairn/v1/${path}`, baseURL).href, options);
      expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
      return response.json() as Promise<unknown>;
    };
    const [top] = rowSchema.parse(
      await send('GET', `units?limit=1&columns=type&searches=${encodeURIComponent('[{"parentId":"root"}]')}`),
    ).items;
    const name = `Clinic ${randomUUID().slice(0, 8)}`;
    const ring = [
      [20, 0],
      [21, 0],
      [21, 1],
      [20, 1],
      [20, 0],
    ];
    const { id } = madeSchema.parse(
      await send('POST', 'units', {
        ...{ name, typeId: top?.typeId, parentId: top?.id, aliases: ['The Flower'], location: [20.5, 0.5, 12] },
        ...{ shape: { type: 'Polygon', coordinates: [ring] }, extraFields: { beds: 12 } },
      }),
    );
    await use({ id, name, typeId: top?.typeId ?? null, call: send });
  },
});

const status = (page: Page, word: string) => page.getByRole('banner').or(page.locator('header')).getByText(word);

const tabs = ['facts', 'children', 'history', 'images', 'comments'] as const;

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`reg-18 a place on ${sizeName}, ${scheme}`, async ({ page, signInAs, place }, testInfo) => {
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await place.call('PATCH', `units/${place.id}`, { revision: 1, code: 'C-7', openingDate: '2020-01-02' });
      test.slow();
      const seen = (sizeName === 'wide') === (scheme === 'light') ? tabs : tabs.slice(0, 1);
      for (const tab of seen) {
        await page.goto(`/places/${place.id}?tab=${tab}`);
        await checkPage(page);
        await page.screenshot({ path: testInfo.outputPath(`${tab}-${sizeName}-${scheme}.png`), fullPage: true });
      }
      await page.goto(`/places/${place.id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Edit' }).click();
      await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeVisible();
      await checkPage(page);
      await page.screenshot({ path: testInfo.outputPath(`form-${sizeName}-${scheme}.png`), fullPage: true });
    });
  }
}

test('reg-18 a long way down to a place is seen whole on a phone', async ({ page, signInAs, place }) => {
  await page.setViewportSize(sizes.phone);
  let parentId = place.id;
  for (const name of ['Direction de l’enseignement primaire et secondaire', 'Sous-division de Mbandaka-Est', 'École']) {
    parentId = madeSchema.parse(await place.call('POST', 'units', { name, typeId: place.typeId, parentId })).id;
  }
  await signInAs('owner');
  await page.goto(`/places/${parentId}`);
  const way = page.getByRole('navigation', { name: 'Where you are' }).getByRole('link');
  await expect(way).toHaveCount(5);
  for (const link of await way.all()) {
    const box = await link.boundingBox();
    expect((box?.x ?? sizes.phone.width) + (box?.width ?? 0)).toBeLessThanOrEqual(sizes.phone.width);
  }
});

test('reg-18 reg-19 reg-21 reg-22 is edited with every error said, taken back, accepted and rejected', async ({
  page,
  signInAs,
  place,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('manager');
  await page.goto(`/places/${place.id}`);
  await settle(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(place.name);
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Save' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(' ');
  await form.getByRole('textbox', { name: 'Latitude (°)' }).fill('95');
  await form.getByRole('textbox', { name: 'Accuracy (m)' }).fill('-3');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('A place needs a name.')).toBeVisible();
  await expect(form.getByText('The latitude is between -90 and 90.')).toBeVisible();
  await expect(form.getByText('0 m or more.')).toBeVisible();
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(`${place.name} B`);
  await form.getByRole('textbox', { name: 'Latitude (°)' }).fill('0');
  await form.getByRole('textbox', { name: 'Accuracy (m)' }).fill('3');
  await form.getByRole('combobox', { name: 'Aliases' }).fill('The Rose');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Add a field' }).click();
  const line = form.getByRole('group', { name: 'Extra field 2' });
  await line.getByRole('textbox', { name: 'Name of the field' }).fill('owner');
  await line.getByRole('textbox', { name: 'Value' }).fill('état');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${place.name} B`);
  await expect(page.getByText('owner: état')).toBeVisible();
  await expect(page.getByText('The Flower, The Rose')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(place.name);
  await expect(page.getByText('owner: état')).toHaveCount(0);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(status(page, 'Valid').first()).toBeVisible();
  await page.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('button', { name: 'Bring back' })).toBeVisible();
});

test('reg-18 of two who edit the second is told by whom, and keeps what was typed', async ({
  page,
  signInAs,
  place,
}) => {
  await page.setViewportSize(sizes.phone);
  await signInAs('manager');
  await page.goto(`/places/${place.id}`);
  await settle(page);
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Save' });
  await form.getByRole('textbox', { name: 'Code' }).fill('MINE');
  await place.call('PATCH', `units/${place.id}`, { revision: 1, sourceRef: `theirs-${place.id}` });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('changed: External reference')).toBeVisible();
  await page.getByRole('button', { name: 'Take in what is new' }).click();
  await expect(form.getByRole('textbox', { name: 'External reference' })).toHaveValue(`theirs-${place.id}`);
  await expect(form.getByRole('textbox', { name: 'Code' })).toHaveValue('MINE');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('MINE', { exact: true })).toBeVisible();
});

test('reg-29 reg-31 reg-32 reg-62 history, children, pictures and comments of a place', async ({
  page,
  signInAs,
  place,
}) => {
  test.slow();
  await page.setViewportSize(sizes.wide);
  await signInAs('manager');
  await place.call('PATCH', `units/${place.id}`, { revision: 1, name: `${place.name} renamed` });
  await page.goto(`/places/${place.id}?tab=history`);
  await settle(page);
  const changes = page.getByRole('article');
  await expect(changes).toHaveCount(2);
  await expect(changes.first().getByText(`${place.name} renamed`)).toBeVisible();
  await changes.nth(1).getByRole('button', { name: 'Bring this state back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bring this state back' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(place.name);
  await expect(changes).toHaveCount(3);

  await page.getByRole('tab', { name: /^Children/ }).click();
  await expect(page).toHaveURL(/tab=children/);
  await page.getByRole('button', { name: 'Add a place' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Room of it');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('Choose a type.')).toBeVisible();
  await dialog
    .getByRole('combobox', { name: 'Type' })
    .or(dialog.getByRole('textbox', { name: 'Type' }))
    .first()
    .click();
  await page.getByRole('option').first().click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room of it');
  await page.getByRole('navigation').getByRole('link', { name: place.name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(place.name);

  await page.getByRole('tab', { name: 'Pictures' }).click();
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'front.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await expect(page.getByRole('img', { name: 'front.png' })).toBeVisible();
  await page.getByRole('button', { name: 'Show this one' }).click();
  await expect(page.getByText('Shown', { exact: true })).toBeVisible();

  await page.getByRole('tab', { name: 'Comments' }).click();
  await page.getByRole('textbox', { name: 'Say something about this place' }).fill('Closed on Mondays');
  await page.getByRole('button', { name: 'Send' }).click();
  const thread = page.getByRole('article').filter({ hasText: 'Closed on Mondays' });
  await thread.getByRole('button', { name: 'Answer' }).click();
  await thread.getByRole('textbox', { name: 'Your answer' }).fill('Not any more');
  await thread.getByRole('button', { name: 'Send' }).click();
  await expect(thread.getByText('Not any more')).toBeVisible();
  await thread.getByRole('button', { name: 'Take back' }).first().click();
  await expect(thread.or(page.getByRole('article')).getByText('Taken back by its author')).toBeVisible();

  // The map of places shows them beside itself.
  const found = encodeURIComponent(JSON.stringify([{ text: place.name, status: [] }]));
  await page.goto(`/places?pane=map&searches=${found}`);
  await settle(page);
  const map = page.getByRole('region', { name: 'Map', exact: true });
  await map.locator('.leaflet-marker-icon').first().click();
  await map.getByRole('button', { name: 'Comments' }).click();
  const drawer = page.getByRole('dialog', { name: `Comments on ${place.name}` });
  await expect(drawer.getByText('Not any more')).toBeVisible();
  await checkPage(page);
});

const keptSchema = z.object({ location: z.array(z.number()), shape: z.object({ coordinates: z.unknown() }) });

test('reg-30 a point and a shape are edited in place, step by step back and forth, saved, and taken back', async ({
  page,
  signInAs,
  place,
}) => {
  test.slow();
  await page.setViewportSize(sizes.wide);
  await signInAs('owner');
  const kept = async () => keptSchema.parse(await place.call('GET', `units/${place.id}`));
  const before = await kept();
  await page.goto(`/places/${place.id}?tab=map`);
  await settle(page);
  await expect(page.locator('.leaflet-container')).toBeVisible();
  const tools = page.getByRole('radiogroup', { name: 'Edit' });
  const [undo, redo] = [page.getByRole('button', { name: 'Undo' }), page.getByRole('button', { name: 'Redo' })];
  const save = page.getByRole('button', { name: 'Save position and shape' });
  await expect(save).toBeDisabled();
  await tools.getByText('Point', { exact: true }).click();
  const latitude = page.getByRole('textbox', { name: 'Latitude', exact: true });
  await latitude.fill('0.25');
  await latitude.press('Enter');
  await tools.getByText('Shape', { exact: true }).click();
  const corner = page.getByRole('textbox', { name: 'Longitude of corner 1', exact: true });
  const was = await corner.inputValue();
  await corner.fill('20.125');
  await corner.press('Enter');
  await checkPage(page);
  await undo.click();
  await expect(corner).toHaveValue(was);
  await undo.click();
  await expect(latitude).toHaveValue('0.5');
  await expect(save).toBeDisabled();
  await redo.click();
  await redo.click();
  await expect(corner).toHaveValue('20.125');
  await save.click();
  const takeBack = page.getByRole('alert').getByRole('button', { name: 'Undo' });
  await expect(takeBack).toBeVisible();
  const { location, shape } = await kept();
  expect(location).toEqual([20.5, 0.25, 12]);
  expect(JSON.stringify(shape.coordinates)).toContain('[20.125,');
  await takeBack.click();
  await expect.poll(kept).toEqual(before);
});

test('reg-30 what stands under a place shows on its map, and gives it its point and its shape', async ({
  page,
  signInAs,
  place,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('owner');
  const name = `Ward of ${place.name}`;
  const ring = [
    [20.25, 0.25],
    [20.75, 0.25],
    [20.5, 0.75],
    [20.25, 0.25],
  ];
  const shape = { type: 'Polygon', coordinates: [ring] };
  const { typeId, id: parentId } = place;
  await place.call('POST', 'units', { name, typeId, parentId, location: [20.125, 0.125, 7], shape });
  await page.goto(`/places/${place.id}?tab=map`);
  await settle(page);
  await expect(page.locator('.leaflet-container')).toBeVisible();
  const marker = page.getByTitle(name, { exact: true });
  await marker.focus();
  await marker.press('Enter');
  await page.getByRole('button', { name: 'Copy its point' }).click();
  await expect(page.getByText(`Copied from ${name}. Nothing is saved yet.`).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Latitude', exact: true })).toHaveValue('0.125');
  await page.getByRole('button', { name: 'Copy its shape' }).click();
  const corner = page.getByRole('textbox', { name: 'Longitude of corner 3', exact: true });
  await expect(corner).toHaveValue('20.5');
  await checkPage(page);
  // Each copy is one step.
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(corner).not.toHaveValue('20.5');
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByRole('button', { name: 'Save position and shape' }).click();
  await expect(page.getByRole('alert').getByRole('button', { name: 'Undo' })).toBeVisible();
  const kept = keptSchema.parse(await place.call('GET', `units/${place.id}`));
  expect(kept.location).toEqual([20.125, 0.125, 7]);
  expect(JSON.stringify(kept.shape.coordinates)).toContain('[20.5,0.75]');
});

test('reg-18 who may only read sees no door to change, and a place of nobody is not there', async ({
  page,
  signInAs,
  place,
}) => {
  await signInAs('analyst');
  await page.goto(`/places/${place.id}?tab=history`);
  await checkPage(page);
  for (const name of ['Edit', 'Accept', 'Reject', 'Bring this state back']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await page.goto(`/places/${randomUUID()}`);
  await settle(page);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(place.name);
});
