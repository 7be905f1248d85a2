/**
 * Opens a form with ODK's own engine, files beside it left blank, and starts filling it in; null when that works, the
 * engine's reason when not. Needs the globals of a browser: `// @vitest-environment jsdom` on top of the test.
 */
export async function tryInEngine(xml: string): Promise<string | null> {
  // One of its parts was written for CommonJS.
  Object.assign(globalThis, { __dirname: import.meta.dirname });
  const { loadForm } = await import('@getodk/xforms-engine');
  const loaded = await loadForm(xml, {
    fetchFormAttachment: async () => new Response('', { status: 404 }),
    missingResourceBehavior: 'BLANK',
  });
  if (loaded.status === 'failure') return loaded.error.message;
  try {
    loaded.createInstance();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
