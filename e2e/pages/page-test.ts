import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page, type Request } from '@playwright/test';
import { readWorld, type World } from './world.ts';

interface PageFixtures {
  readonly world: World;
  /** Signs the browser in as a person with a role ("owner"), or as one made for tests ("newcomer"). */
  readonly signInAs: (role: string) => Promise<void>;
}

/**
 * `test` of the page tests: a browser on the running platform. What a page writes to the console as an error (a script
 * that failed, a refused request, something the content security policy stopped) fails its test.
 */
export const test = base.extend<PageFixtures>({
  world: async ({}, use) => {
    await use(readWorld());
  },
  signInAs: async ({ context, world, baseURL }, use) => {
    await use(async (role) => {
      const person = world.people[role];
      if (!person) throw new Error(`there is no ${role}`);
      const [name, value] = person.cookie;
      await context.addCookies([{ name, value, url: baseURL ?? '', httpOnly: true, sameSite: 'Lax' }]);
    });
  },
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message.text())) complaints.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && isPartOfPage(response.request())) complaints.push(`missing ${response.url()}`);
    });
    await use(page);
    expect(complaints, 'what the pages complained of').toEqual([]);
  },
});

/** Scripts, styles, fonts and pictures: no page may lack one of them. */
function isPartOfPage(request: Request): boolean {
  return ['script', 'stylesheet', 'font', 'image', 'manifest'].includes(request.resourceType());
}

/** Answers that a test asks for on purpose. */
function isExpected(text: string): boolean {
  return /status of (400|401|403|404|409|429)/.test(text);
}

export { expect };

/** The two sizes every page is looked at in. */
export const sizes = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Both sizes and both schemes in two runs: enough for pages made of parts that others show in all four. */
export const looks = [
  { look: 'wide-light', viewport: sizes.wide, scheme: 'light' },
  { look: 'phone-dark', viewport: sizes.phone, scheme: 'dark' },
] as const;

/** Waits until a page stands still: it answers to the keyboard, no skeleton is left, its fonts are there. */
export async function settle(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** Brings every lazy chart into sight, so that all of the page is there. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await expect(async () => {
    await page.evaluate(() => {
      [...document.querySelectorAll('[aria-busy="true"]')].at(-1)?.scrollIntoView({ block: 'center' });
    });
    expect(await page.locator('[aria-busy="true"]').count()).toBe(0);
  }).toPass({ timeout: 30_000, intervals: [100] });
  // At the top nothing stands behind the bar that stays.
  await page.evaluate(() => {
    window.scrollTo(0, 0);
  });
}

interface CheckOptions {
  /** CSS selectors of what is not ours to mend. */
  readonly exclude?: readonly string[];
}

/**
 * What is asked of every page: axe finds nothing (WCAG 2.2 A and AA), nothing is wider than the window, there is one
 * main heading, and the title names the page.
 */
export async function checkPage(page: Page, options: CheckOptions = {}): Promise<void> {
  await settle(page);
  const axe = new AxeBuilder({ page }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21a',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  for (const selector of options.exclude ?? []) axe.exclude(selector);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  expect(found, 'what axe finds').toEqual([]);
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflowPx, 'pixels beyond the side of the window').toBeLessThanOrEqual(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/.+ · Cairn/);
}

/** Shows a page in light or dark, as a person who chose it would see it. */
export async function useScheme(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.addInitScript((value) => {
    localStorage.setItem('mantine-color-scheme-value', value);
  }, scheme);
}

interface LookedAt {
  /** Row of the specification, or the area. */
  readonly of: string;
  readonly name: string;
  readonly path: string;
}

/** Looks at a page as the owner sees it, wide and on a phone, in light and in dark; keeps a picture of each. */
export function testLooks({ of, name, path }: LookedAt): void {
  for (const [sizeName, viewport] of Object.entries(sizes)) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`${of} ${name} on ${sizeName}, ${scheme}`, async ({ page, signInAs }, testInfo) => {
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
