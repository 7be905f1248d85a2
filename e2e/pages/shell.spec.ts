import { checkPage, sizes, test, useScheme } from './page-test.ts';

const pages = [
  { name: 'system', path: '/system' },
  { name: 'system, a month', path: '/system?view=month' },
] as const;

for (const { name, path } of pages) {
  for (const [sizeName, viewport] of Object.entries(sizes)) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`platform: ${name} on ${sizeName}, ${scheme}`, async ({ page, signInAs }, testInfo) => {
        await page.setViewportSize(viewport);
        await useScheme(page, scheme);
        await signInAs('owner');
        await page.goto(path);
        await checkPage(page);
        const file = `${name.replaceAll(/\W+/g, '-')}-${sizeName}-${scheme}.png`;
        await page.screenshot({ path: testInfo.outputPath(file), fullPage: true });
      });
    }
  }
}
