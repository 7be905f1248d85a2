import type { Page } from '@playwright/test';
import { anHourOf, aPoint, expect, nowS, test, type OwnStudy } from './own-study.ts';
import { checkPage, scrollThrough, settle, sizes, useScheme } from './page-test.ts';

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

for (const [sizeName, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`pdk-38 every chart of a source on ${sizeName}, ${scheme}`, async ({ page, signInAs, study }, testInfo) => {
      await study.send(everyChart('charts-1'));
      await page.setViewportSize(viewport);
      await useScheme(page, scheme);
      await signInAs('manager');
      await openSource(page, study, 'charts-1');
      await checkPage(page);
      await page.screenshot({ path: testInfo.outputPath(`charts-${sizeName}-${scheme}.png`), fullPage: true });
    });
  }
}
