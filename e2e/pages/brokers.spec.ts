import { startBroker } from '../harness/broker.ts';
import { expect, test } from './own-study.ts';
import { checkPage, sizes, useScheme } from './page-test.ts';

for (const [sizeName, viewport] of Object.entries(sizes)) {
  const scheme = sizeName === 'wide' ? 'dark' : 'light';
  test(`man-20 brokers on ${sizeName}, ${scheme}: added, seen to connect and to refuse, read again and removed`, async ({
    page,
    signInAs,
    study,
  }, testInfo) => {
    const broker = await startBroker();
    const name = `Lab ${study.key}`;
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto('/settings/brokers');
    await expect(page.getByRole('heading', { name: 'MQTT brokers', level: 1 })).toBeVisible();
    await checkPage(page);
    await page.getByRole('button', { name: 'Add a broker' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: false }).first().fill(name);
    await form.getByRole('textbox', { name: 'Address' }).fill(broker.url);
    await form.getByRole('combobox', { name: 'What it carries' }).click();
    await page.getByRole('option', { name: 'SensorThings' }).click();
    await expect(form.getByLabel('Topics, one a line')).toHaveValue('v1.1/Observations\nv1.1/+/Observations');
    await expect(form.getByRole('textbox', { name: 'Tell new observations under this topic' })).toBeVisible();
    await form.getByRole('combobox', { name: 'What it carries' }).click();
    await page.getByRole('option', { name: 'Simple JSON' }).click();
    await expect(form.getByLabel('Topics, one a line')).toHaveValue('cairn/{node}/{quantity}');
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`form-${sizeName}.png`) });
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();

    const row = page.getByText(name).locator('xpath=ancestor::div[.//button][1]');
    await expect(row.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 });
    await broker.publish('cairn/not-a-node/co2', '620');
    await page.getByRole('button', { name: `1 refused: ${name}` }).click({ timeout: 60_000 });
    const messages = page.getByRole('region', { name: `Messages of ${name}` });
    await expect(messages.getByText(/neither a device EUI nor the id/)).toBeVisible();
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`list-${sizeName}.png`), fullPage: true });
    await messages.getByRole('button', { name: 'Read again (1)' }).click();
    await expect(page.getByText(/read again within seconds/)).toBeVisible();

    await page.getByRole('button', { name: `Remove ${name}` }).click();
    await form.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText(name)).toHaveCount(0);
    await broker.close();
  });
}
