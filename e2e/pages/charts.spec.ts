import type { Page } from '@playwright/test';
import { anHourOf, aPoint, expect, nowS, test, type OwnStudy } from './own-study.ts';
import { checkPage, looks, scrollThrough, settle, useScheme } from './page-test.ts';

const hourS = 3600;
const dayS = 24 * hourS;

/** Points of every type that has a chart of its own, over the last three days. */
function everyChart(source: string): object[] {
  const endS = nowS() - 60;
  const of = (type: string, ago: number, members: object) => aPoint({ source, type, timestamp: endS - ago, members });
  const steps = Array.from({ length: 36 }, (_, index) => index * 2 * hourS);
  const axis = (index: number, offset: number) => [offset, offset + Math.sin(index) + 1, offset - 1];
  const sunrise = (ago: number) => Math.floor((endS - ago) / dayS) * dayS * 1000 + 4.7 * hourS * 1000;
  return [
    ...anHourOf(source, endS),
    ...steps.flatMap((ago, index) => [
      of('pdk-sensor-accelerometer', ago, {
        sensor_data: { x: axis(index, 0), y: axis(index, 3), z: axis(index, 9.8) },
      }),
      of('pdk-sensor-light', ago, { sensor_data: { light_level: [index * 3, 40 + index * 10] } }),
      of('pdk-pedometer', ago, { 'step-count': 300 + index * 7, 'floors-ascended': 2, 'floors-descended': 1 }),
      of('pdk-time-of-day', ago, {
        sunrise: sunrise(ago),
        sunset: sunrise(ago) + 12.1 * hourS * 1000,
        observed: (endS - ago) * 1000,
      }),
      of('pdk-foreground-application', ago, {
        application: index % 3 === 0 ? 'org.example.maps' : 'org.example.diary',
        duration: 60_000 * (1 + (index % 5)),
        screen_active: true,
      }),
      of('pdk-app-event', ago, { event_name: `step-${String(index % 4)}` }),
      of('soil-probe', ago, { soil: { moisture: 0.3 + (index % 10) / 50 } }),
      of('pdk-withings-device', ago, { datastream: 'intraday-activity', steps: 50 + index, calories: 4 }),
      of('pdk-withings-device', ago + 1, {
        datastream: 'body',
        measure_type: 'weight',
        measure_value: 71 + index / 20,
      }),
      of('pdk-withings-device', ago + 2, {
        datastream: 'sleep-measures',
        state: index % 2 === 0 ? 'deep' : 'light',
        start_date: endS - ago - hourS,
        end_date: endS - ago,
      }),
    ]),
  ];
}

async function openSource(page: Page, study: OwnStudy, source: string): Promise<void> {
  await page.goto(study.page('/sources'));
  await settle(page);
  await page.getByRole('link', { name: source }).click();
  await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
  const more = page.getByRole('button', { name: /Show \d+ more type/ });
  if (await more.isVisible()) await more.click();
  await scrollThrough(page);
}

for (const { look, viewport, scheme } of looks) {
  test(`pdk-38 each type has the chart that fits, with its numbers, unit and zone, ${look}`, async ({
    page,
    signInAs,
    study,
  }, testInfo) => {
    test.slow();
    await study.send(everyChart('charts-1'));
    await page.setViewportSize(viewport);
    await useScheme(page, scheme);
    await signInAs('manager');
    await openSource(page, study, 'charts-1');
    await checkPage(page);
    await page.screenshot({ path: testInfo.outputPath(`charts-${look}.png`), fullPage: true });
    await checkCharts(page);
  });
}

async function checkCharts(page: Page): Promise<void> {
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const accelerometer = region('Accelerometer');
  await expect(accelerometer).toContainText('m/s²');
  await expect(accelerometer).toContainText('from the lowest to the highest');
  await accelerometer.getByRole('button', { name: /table/i }).click();
  await expect(accelerometer.getByRole('columnheader', { name: 'X lowest (m/s²)' })).toBeVisible();
  await expect(region('Light sensor')).toContainText('lx');
  await expect(region('Pedometer').getByRole('figure')).toHaveCount(3);
  await expect(region('Pedometer')).toContainText('Sums of each day, in Africa/Kinshasa');
  const sun = region('Time of day');
  await sun.getByRole('button', { name: /table/i }).click();
  // Sunrise at 4:42 of Greenwich is 5:42 in Kinshasa.
  await expect(sun.getByRole('table')).toContainText('05:42');
  await expect(sun.getByRole('table')).toContainText('17:48');
  const withings = region('Withings device');
  for (const stream of ['activity during the day: Steps', 'body', 'sleep']) {
    await expect(withings.getByRole('figure', { name: `Withings device: ${stream}` })).toBeVisible();
  }
  const usage = region('Foreground application');
  await usage.getByRole('button', { name: /runs of the newest day/ }).click();
  const runs = page.getByRole('dialog').getByRole('table');
  await expect(runs.getByRole('columnheader')).toHaveText(['Start', 'Application', 'Screen active', 'Duration']);
  // Every third point was of the maps: the two between are one run.
  await expect(runs.getByRole('row').filter({ hasText: 'org.example.diary' }).first()).toContainText('Yes');
  await page.keyboard.press('Escape');
  const location = region('Location');
  await location.getByText('Heat', { exact: true }).click();
  await expect(location.locator('.leaflet-overlay-pane > canvas').last()).toBeVisible();
  await expect(location).toContainText('the more of its positions');
  const timeline = region('Points over time');
  await timeline.getByText('Both', { exact: true }).click();
  await timeline.getByRole('button', { name: /table/i }).click();
  await expect(timeline.getByRole('columnheader')).toHaveText(['Time', 'When made', 'When received']);
}

test('pdk-38 a variable of any type is drawn, and the choice is in the address', async ({ page, signInAs, study }) => {
  await study.send(everyChart('charts-1'));
  await signInAs('analyst');
  await openSource(page, study, 'charts-1');
  const panel = page.getByRole('region', { name: 'A variable over time' });
  await panel.getByRole('combobox', { name: 'Of type' }).click();
  await page.getByRole('option', { name: 'soil-probe' }).click();
  await panel.getByRole('combobox', { name: 'Variable' }).click();
  await page.getByRole('option', { name: 'soil.moisture' }).click();
  await expect(panel.getByRole('figure', { name: 'soil-probe: soil.moisture' })).toBeVisible();
  await expect(page).toHaveURL(/variable=soil\.moisture/);
  await page.reload();
  await scrollThrough(page);
  const chart = panel.getByRole('figure', { name: 'soil-probe: soil.moisture' });
  await chart.getByRole('button', { name: /table/i }).click();
  await expect(chart.getByRole('columnheader')).toHaveText([
    'Made',
    'moisture mean',
    'moisture lowest',
    'moisture highest',
    'moisture deviation',
  ]);
});
