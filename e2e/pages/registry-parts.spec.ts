import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checkPage, expect, settle, sizes, test, useScheme } from './page-test.ts';

// Pyramids, types and groups: the parts of the registry beside the list of places.

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`reg-13 pyramids, types and groups on ${sizeName}, ${scheme}`, async ({ page, signInAs }) => {
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('owner');
      for (const part of ['pyramids', 'types', 'groups']) {
        await page.goto(`/places/${part}`);
        await checkPage(page);
      }
      await page.goto('/places/pyramids');
      await settle(page);
      await page.getByRole('table', { name: 'Pyramids' }).getByText('Default', { exact: true }).first().click();
      await expect(page.getByRole('dialog').getByText('Version 0')).toBeVisible();
      await checkPage(page);
    });
  }
}

test('reg-13 a pyramid is added, gets versions, and one is copied, counted and downloaded', async ({
  page,
  signInAs,
}) => {
  test.slow();
  const name = `Census ${randomUUID().slice(0, 8)}`;
  await signInAs('owner');
  await page.goto('/places/pyramids');
  await settle(page);
  await page.getByRole('button', { name: 'Add a pyramid' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Description' }).fill('of 2027');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(`“${name}” is saved`)).toBeVisible();
  await page.getByRole('table').getByText(name).click();
  const drawer = page.getByRole('dialog', { name: `Versions of ${name}` });
  await drawer.getByRole('button', { name: 'New empty version' }).click();
  await expect(drawer.getByText('Version 0')).toBeVisible();
  await drawer.getByRole('button', { name: 'New empty version' }).click();
  await expect(drawer.getByText('Version 1')).toBeVisible();

  // Another default is made only when every point is ticked.
  await drawer.getByRole('button', { name: 'Actions of version 1' }).click();
  await page.getByRole('menuitem', { name: 'Make the default…' }).click();
  const make = page.getByRole('button', { name: 'Make it the default' });
  await expect(make).toBeDisabled();
  const points = page.getByRole('dialog', { name: /^Make version 1/ }).getByRole('checkbox');
  await expect(points).toHaveCount(6);
  for (const point of await points.all()) await point.check();
  await make.click();
  await expect(page.getByText(`Version 1 of ${name} is the default now`)).toBeVisible();

  await drawer.getByRole('button', { name: 'Actions of version 0' }).click();
  await page.getByRole('menuitem', { name: 'Copy…' }).click();
  await page.getByRole('button', { name: 'Start the copy' }).click();
  await expect(drawer.getByText('Version 2')).toBeVisible({ timeout: 60_000 });
  await drawer.getByRole('button', { name: 'Actions of version 2' }).click();
  await page.getByRole('menuitem', { name: 'Count its units' }).click();
  await expect(page.getByRole('table', { name: 'By status' }).getByRole('row', { name: /^All/ })).toContainText('0');
  // Escape closes what is on top, and nothing below it.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: /^Units of version 2/ })).toBeHidden();
  await expect(drawer).toBeVisible();

  // The DHIS2 that it comes from: tried, kept with a password that is never shown again, forgotten.
  await drawer.getByRole('button', { name: 'DHIS2…' }).click();
  const dhis2 = page.getByRole('dialog', { name: `DHIS2 of “${name}”` });
  await dhis2.getByRole('textbox', { name: 'Name', exact: true }).fill('National');
  await dhis2.getByRole('textbox', { name: 'Address' }).fill('http://10.0.0.1/hmis/');
  await dhis2.getByRole('textbox', { name: 'User name' }).fill('demo');
  await dhis2.getByRole('button', { name: 'Test the connection' }).click();
  await expect(dhis2.getByText('Write the password: none is known for this address.')).toBeVisible();
  await dhis2.getByLabel('Password', { exact: true }).fill('district');
  await dhis2.getByRole('button', { name: 'Test the connection' }).click();
  await expect(dhis2.getByText(/^This address lies inside the network/)).toBeVisible();
  await dhis2.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The connection is saved')).toBeVisible();
  await drawer.getByRole('button', { name: 'DHIS2…' }).click();
  await expect(dhis2.getByRole('textbox', { name: 'Address' })).toHaveValue('http://10.0.0.1/hmis');
  await expect(dhis2.getByText('A password is known')).toBeVisible();
  await expect(dhis2.getByLabel('Password', { exact: true })).toHaveValue('');
  await checkPage(page);
  await dhis2.getByRole('button', { name: 'Forget it' }).click();
  await expect(page.getByText('The connection is forgotten')).toBeVisible();
  await expect(dhis2).toBeHidden();
  await drawer.getByRole('button', { name: 'DHIS2…' }).focus();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('reg-17 a type is added under another, and a circle is refused in words', async ({ page, signInAs }) => {
  const word = randomUUID().slice(0, 8);
  await signInAs('owner');
  await page.goto('/places/types');
  await settle(page);
  const add = async (name: string, child: string | null) => {
    await page.getByRole('button', { name: 'Add a type' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    if (child !== null) {
      await page.getByRole('combobox', { name: 'May stand under it' }).fill(child);
      await page.getByRole('option', { name: child }).click();
      await page.keyboard.press('Tab');
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText(`“${name}” is saved`)).toBeVisible();
  };
  await add(`Hut ${word}`, null);
  await add(`Yard ${word}`, `Hut ${word}`);
  await page.getByRole('searchbox', { name: 'Search by name' }).fill(word);
  await page.getByRole('button', { name: `Edit “Hut ${word}”` }).click();
  await page.getByRole('combobox', { name: 'May stand under it' }).fill(`Yard ${word}`);
  await page.getByRole('option', { name: `Yard ${word}` }).click();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/closes a circle/)).toBeVisible();
});

test('reg-35 a group and a set are added, and the groups are downloaded', async ({ page, signInAs }) => {
  const word = randomUUID().slice(0, 8);
  await signInAs('owner');
  await page.goto('/places/groups');
  await settle(page);
  await page.getByRole('button', { name: 'Add a group' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`=Urban ${word}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('table').getByText(`=Urban ${word}`)).toBeVisible();
  await page.getByText('Sets', { exact: true }).click();
  await page.getByRole('button', { name: 'Add a set' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`Kind ${word}`);
  await page.getByRole('combobox', { name: 'Groups' }).fill(`=Urban ${word}`);
  await page.getByRole('option', { name: `=Urban ${word}` }).click();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('table').getByText(`Kind ${word}`)).toBeVisible();
  await page.getByRole('button', { name: 'Download the groups' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  expect(text).toContain('ID,Source ref,Name,Data source,Version');
  expect(text).toContain(`'=Urban ${word}`);
});
