import type { Page } from '@playwright/test';
import { expect, test } from './own-places.ts';
import { checkPage, settle, sizes, useScheme } from './page-test.ts';

const tree = (page: Page) => page.getByRole('tree', { name: 'Tree of places' });
const list = (page: Page) => page.getByRole('table', { name: 'Places' });
const status = (page: Page) => page.getByRole('combobox', { name: 'Status' });

/** Address of the page with searches. */
function placesPage(...searches: readonly object[]): string {
  return `/places?searches=${encodeURIComponent(JSON.stringify(searches))}`;
}

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`reg-24 places on ${sizeName}, ${scheme}`, async ({ page, signInAs }) => {
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      await page.goto(placesPage({ text: 'an', color: '#0a7a80' }, { depth: 2, color: '#d9822b' }));
      await expect(list(page).getByRole('row').nth(5)).toBeVisible();
      await checkPage(page);
      if (sizeName === 'phone') {
        await page.getByText('Tree', { exact: true }).click();
        await expect(tree(page).getByRole('treeitem').first()).toBeVisible();
        await checkPage(page);
      }
    });
  }
}

test('reg-28 the tree is walked with the keyboard, searched, and what is chosen in it filters the list', async ({
  page,
  signInAs,
  places,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('analyst');
  await page.goto('/places');
  await settle(page);
  const top = tree(page).getByRole('treeitem', { name: /^Meadowland/ });
  await top.focus();
  await page.keyboard.press('ArrowRight');
  await expect(top).toHaveAttribute('aria-expanded', 'true');
  const own = tree(page).getByRole('treeitem', { name: places.region });
  await expect(own).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(tree(page).getByRole('treeitem').nth(1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(top).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(top).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('searchbox', { name: 'Find a place by name' }).fill(places.region.toLowerCase());
  const hit = page.getByRole('list', { name: 'Tree of places' }).getByRole('button', { name: places.region });
  await expect(hit).toContainText('Meadowland');
  await hit.click();
  await expect(page).toHaveURL(/underIds/);
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('button', { name: `under ${places.region}` })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: `under ${places.region}` })).toBeVisible();
  await expect(list(page)).toContainText(places.region);
  await settle(page);
  await page.getByRole('button', { name: 'Statuses in the tree' }).click();
  await page.getByRole('checkbox', { name: 'New', exact: true }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Find a place by name' }).fill(places.clinics[0] ?? '');
  await expect(page.getByRole('list', { name: 'Tree of places' })).toContainText(`Meadowland › ${places.region}`);
});

test('reg-24 several searches in one list, each with its colour and count; all of it is in the address', async ({
  page,
  signInAs,
  places,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('analyst');
  await page.goto(placesPage({ text: places.region }));
  await settle(page);
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Add a search' }).click();
  await page.getByRole('searchbox', { name: /^Name, or/ }).fill(`Abba of ${places.region}`);
  await status(page).click();
  await page.getByRole('option', { name: 'New', exact: true }).click();
  const searches = page.getByRole('group', { name: 'Searches shown together' });
  await expect(searches.getByRole('button', { pressed: true })).toContainText(/Abba.*New.*1$/);
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await expect(list(page).getByRole('img', { name: 'Found by search 2' })).toHaveCount(1);
  await expect(page).toHaveURL(/Abba/);
  await page.reload();
  await settle(page);
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('searchbox', { name: /^Name, or/ })).toHaveValue(`Abba of ${places.region}`);
  await page.getByText('Map', { exact: true }).click();
  await expect(page).toHaveURL(/pane=map/);
  await expect(page.getByRole('region', { name: 'Map', exact: true }).locator('.leaflet-container')).toBeVisible();
  await page.getByText('List', { exact: true }).click();
  await searches.getByRole('button', { name: /^Remove the search: .*Abba/ }).click();
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox', { name: /^Name, or/ }).fill('no place is called this');
  await expect(page.getByText('No place fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page).not.toHaveURL(/searches=/);
  await expect(page.getByText(/50 of [\d,]+ rows/)).toBeVisible();
});

test('reg-24 what is changed right after each other all holds, on a slow computer too', async ({
  page,
  signInAs,
  places,
}) => {
  test.slow();
  await page.setViewportSize(sizes.wide);
  await signInAs('analyst');
  await page.goto(placesPage({ text: places.region }));
  await settle(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.getByRole('button', { name: 'Add a search' }).click();
  // The second search is typed and given a status before the text is written, and while the page still draws.
  await page.getByRole('searchbox', { name: /^Name, or/ }).fill(`Abba of ${places.region}`);
  await status(page).click();
  await page.getByRole('option', { name: 'New', exact: true }).click();
  const searches = page.getByRole('group', { name: 'Searches shown together' });
  await expect(searches.getByRole('button', { pressed: true })).toContainText(/Abba.*New/);
  for (const pane of ['Map', 'List', 'Map', 'List']) await page.getByText(pane, { exact: true }).click();
  await searches.getByRole('button', { name: /^Remove the search: .*Abba/ }).click();
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await expect(page).not.toHaveURL(/pane=map|Abba/);
});

test('reg-26 columns and order are in the address; further filters narrow', async ({ page, signInAs, places }) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('manager');
  await page.goto(placesPage({ underIds: [places.regionId], status: [] }));
  await settle(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Made by', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Code', exact: true }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/columns=name,type,parent,status,createdBy,updated/);
  await expect(list(page).getByRole('columnheader', { name: 'Code' })).toHaveCount(0);
  await expect(list(page).getByRole('row').nth(1)).toContainText('owner@meadow.example');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page).toHaveURL(/order=desc/);
  await expect(list(page).getByRole('row').nth(1)).toContainText(places.region);
  await page.reload();
  await expect(list(page).getByRole('row').nth(1)).toContainText('owner@meadow.example');
  await settle(page);
  await page.getByRole('button', { name: 'More filters' }).click();
  const drawer = page.getByRole('dialog', { name: 'More filters' });
  await drawer.getByRole('textbox', { name: 'Level of the tree' }).fill('2');
  await drawer.getByRole('button', { name: 'Show the places' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/depth/);

  // The map has the same searches and filters.
  await page.getByRole('radiogroup', { name: 'What is shown' }).getByText('Map', { exact: true }).click();
  const map = page.getByRole('region', { name: 'Map', exact: true });
  await expect(map.getByRole('button', { name: /level 2/i, pressed: true })).toBeVisible();
  await map.getByRole('searchbox', { name: 'Name, or ids: refs: codes:' }).fill('no such place');
  await expect(map.getByRole('group', { name: 'Searches shown together' })).toContainText('no such place');
  await expect(map.getByRole('group', { name: 'Searches shown together' })).toContainText('0');
  await expect(page).toHaveURL(/no(%20|\+)such(%20|\+)place/);
  await checkPage(page);
});

test('reg-27 all that is found but one is changed at once: told before in numbers, done by a task', async ({
  page,
  signInAs,
  places,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('manager');
  await page.goto(placesPage({ underIds: [places.regionId], status: ['NEW'] }));
  await settle(page);
  await expect(list(page).getByRole('row')).toHaveCount(5);
  await list(page).getByRole('checkbox').first().check();
  await list(page).getByRole('row').filter({ hasText: 'Dodo' }).getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change many places' });
  await dialog.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Valid' }).click();
  await expect(dialog).toContainText('3 places of 3 will change.');
  await dialog.getByRole('button', { name: 'Change 3 places' }).click();
  await expect(dialog).toContainText('3 places changed, 0 skipped.', { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await expect(list(page)).toContainText('Dodo');
});

test('reg-19 a place is rejected from the list and brought back; who may only read finds nothing to change', async ({
  page,
  signInAs,
  places,
}) => {
  await page.setViewportSize(sizes.wide);
  await signInAs('manager');
  await page.goto(placesPage({ underIds: [places.regionId], status: ['NEW'] }));
  await settle(page);
  await page.getByRole('button', { name: `Reject ${places.clinics[1] ?? ''}` }).click();
  await expect(list(page).getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(5);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or go to…' });
  await palette.getByRole('textbox').fill(places.region);
  await palette.getByRole('button', { name: places.region }).click();
  await expect(page).toHaveURL(/\/places/);
  await signInAs('analyst');
  await page.goto(placesPage({ underIds: [places.regionId], status: ['NEW'] }));
  await settle(page);
  await expect(list(page).getByRole('row')).toHaveCount(5);
  await expect(list(page).getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Reject/ })).toHaveCount(0);
});

/** A picture of one grey dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM4c+bMfwAHVgMnfvyg3QAAAABJRU5ErkJggg==',
  'base64',
);

test('reg-29 another base map is chosen, says whose it is, and stays chosen', async ({ page, signInAs }) => {
  const asked: string[] = [];
  await page.route('**/sky/**', (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ contentType: 'image/png', body: dot });
  });
  await signInAs('owner');
  await page.goto('/places');
  await settle(page);
  const map = page.getByRole('region', { name: 'Map', exact: true });
  const outlines = map.getByText('Outlines: Natural Earth');
  await page.getByRole('radiogroup', { name: 'What is shown' }).getByText('Map', { exact: true }).click();
  await expect(outlines).toBeVisible();
  expect(asked).toEqual([]);
  await map.getByRole('button', { name: 'Base map' }).click();
  const satellite = page.getByRole('menuitemradio', { name: 'Satellite' });
  await expect(page.getByRole('menuitemradio', { name: 'Outlines' })).toHaveAttribute('aria-checked', 'true');
  // It stands beside the page, in no region of it.
  await checkPage(page, { exclude: ['[data-menu-dropdown]'] });
  await satellite.click();
  await expect(map.getByText('Eyes in the sky')).toBeVisible();
  await expect(map.locator('.leaflet-tile-loaded').first()).toBeAttached();
  expect(asked[0]).toMatch(/^\/sky\/\d+\/\d+\/\d+\.png$/);
  await page.reload();
  await expect(map.getByText('Eyes in the sky')).toBeVisible();
  await map.getByRole('button', { name: 'Base map' }).click();
  await page.getByRole('menuitemradio', { name: 'Outlines' }).click();
  await expect(outlines).toBeVisible();
});
