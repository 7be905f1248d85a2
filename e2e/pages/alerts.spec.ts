import { aPoint, expect, nowS, test, type OwnStudy } from './own-study.ts';
import { checkPage, looks, settle, useScheme } from './page-test.ts';

/** A phone that is nearly empty, and one that fell silent; then the checks have run. */
async function fallIll({ send, call, key }: OwnStudy): Promise<void> {
  const position = { latitude: -4.32, longitude: 15.3, accuracy: 8, provider: 'gps' };
  const status = { storage_available: 9e9 };
  await send([
    aPoint({ source: 'phone-1', timestamp: nowS() - 60, members: { level: 7 } }),
    aPoint({ source: 'phone-1', timestamp: nowS() - 60, type: 'pdk-system-status', members: status }),
    aPoint({ source: 'phone-1', timestamp: nowS() - 50, type: 'pdk-location', members: position }),
    aPoint({ source: 'phone-2', timestamp: nowS() - 100_000, members: { level: 70 } }),
    aPoint({ source: 'phone-2', timestamp: nowS() - 100_000, type: 'pdk-system-status', members: status }),
  ]);
  await call('POST', 'alerts/run', { study: key });
  await expect(async () => {
    expect(JSON.stringify(await call('GET', `alerts?study=${key}`))).toContain('Data upload is critically overdue');
  }).toPass({ timeout: 30_000, intervals: [200] });
}

for (const { look, viewport, scheme } of looks) {
  test(`pdk-21 alerts, their rules and a source with one on ${look}`, async ({ page, signInAs, study }, testInfo) => {
    // Three pages, one with a map, each drawn whole and looked at by axe.
    test.slow();
    const shoot = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), fullPage: true });
    await fallIll(study);
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('owner');
    await page.goto(study.page('/alerts'));
    await expect(page.getByText('Battery Level Critically Low').first()).toBeVisible();
    await checkPage(page);
    await shoot('alerts');
    await page.getByRole('link', { name: 'phone-1' }).click();
    await expect(page.getByRole('region', { name: 'Alerts' })).toContainText('Battery Level Critically Low');
    await page.goto(study.page('/alerts/rules'));
    await expect(page.getByText('Battery level', { exact: true })).toBeVisible();
    await checkPage(page);
    await shoot('rules');
    await page.goto(study.page('/alerts/rules?edit=new'));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Area');
    await page.getByRole('combobox', { name: 'When' }).click();
    await page.getByRole('option', { name: 'A source leaves a region' }).click();
    await expect(page.getByRole('application')).toBeVisible();
    await settle(page);
    await shoot('region');
    await checkPage(page);
  });
}

test('pdk-21 a person sees what is wrong, takes note of it, and the badge goes', async ({ page, signInAs, study }) => {
  await fallIll(study);
  await signInAs('manager');
  await page.goto(study.page('/'));
  await settle(page);
  await expect(page.getByRole('link', { name: /^Alerts 2/ }).first()).toBeVisible();
  await page.goto(study.page('/alerts'));
  await settle(page);
  const row = page.getByRole('row').filter({ hasText: 'phone-2' });
  await expect(row).toContainText('Critical');
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(page.getByText('1 alert acknowledged')).toBeVisible();
  await page.goto(study.page('/alerts?acknowledged=false'));
  await expect(page.getByRole('row').filter({ hasText: 'phone-1' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'phone-2' })).toHaveCount(0);
});

test('pdk-22 a rule is written, previewed, saved and switched off; who is told is decided', async ({
  page,
  signInAs,
  study,
}) => {
  await fallIll(study);
  await signInAs('manager');
  await page.goto(study.page('/alerts/rules'));
  await settle(page);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half empty');
  await page.getByRole('combobox', { name: 'Type of points' }).fill('pdk-device-battery');
  await page.getByRole('textbox', { name: 'Value' }).fill('level');
  await page.getByRole('textbox', { name: 'Bound' }).fill('80');
  await page.getByRole('textbox', { name: 'Message' }).fill('Battery at {value}');
  await page.getByRole('button', { name: 'What would it say now?' }).click();
  await expect(page.getByRole('status')).toContainText('It would open 2 alerts');
  await expect(page.getByRole('status')).toContainText('phone-1: Battery at 7');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByText('Half empty is saved.', { exact: false })).toBeVisible();
  const toggle = page.getByRole('switch', { name: 'On: Half empty' });
  await expect(toggle).toBeChecked();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await toggle.press('Space');
  await expect(toggle).not.toBeChecked();
  const told = page.getByRole('region', { name: 'Who is told' });
  await told.getByRole('combobox', { name: 'Recipients' }).fill('lead@example.org');
  await page.keyboard.press('Enter');
  await told.getByRole('textbox', { name: 'Webhook' }).fill('http://10.0.0.8/hook');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(told.getByText('inside the network', { exact: false })).toBeVisible();
  await told.getByRole('textbox', { name: 'Webhook' }).fill('https://hooks.example.org/x');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(told.getByText('Key of the signatures')).toBeVisible();
});
