import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { textAnnotators } from './built-in/text-annotators.ts';
import { joinPlugins, type Plugin, type Plugins } from './plugin.ts';

const needed = z.custom<never>((value) => typeof value === 'function', 'must be a function');
const hook = needed.optional();
const word = z.string().min(1).max(1024);

/** The shape of a plug-in, as far as it can be told without calling it. */
const moduleSchema = z.object({
  default: z.strictObject({
    name: z.string().min(1).max(100),
    inspectPoint: hook,
    types: z.array(z.looseObject({ identifier: word, secondaryIdentifier: hook, location: hook })).optional(),
    checks: z.array(z.looseObject({ id: word, title: z.string(), types: z.array(word), judge: needed })).optional(),
    importers: z.array(z.looseObject({ service: word, label: z.string(), members: z.array(z.unknown()) })).optional(),
    annotators: z.array(z.looseObject({ id: word, annotate: needed })).optional(),
    destinations: z
      .array(z.looseObject({ kind: word, title: z.string(), parameters: z.array(z.unknown()), send: needed }))
      .optional(),
    renameSource: hook,
    bundleMetadata: hook,
    updateConfiguration: hook,
    annotateSource: hook,
    queryPoints: hook,
    annotateMetadata: hook,
    receiveMetadata: hook,
    homeActions: hook,
    sourceActions: hook,
    homeNotice: hook,
    sourceNotice: hook,
  }),
});

/** Plug-ins that come with Cairn; they stand behind those of the installation. */
const builtIn: readonly Plugin[] = [textAnnotators];

/**
 * Loads the modules that `CAIRN_PLUGINS` names, in their order; paths are relative to the folder the process runs in.
 * Throws `config_invalid` when one is not there, fails, or exports something other than a plug-in: a platform that runs
 * without the plug-in it was told to use would store what the plug-in was to change.
 */
export async function loadPlugins(paths: readonly string[]): Promise<Plugins> {
  const plugins: Plugin[] = [];
  for (const path of paths) plugins.push(await loadPlugin(path));
  const names = new Set<string>();
  for (const { name } of [...plugins, ...builtIn]) {
    if (names.has(name)) throw unusable(name, 'is the name of two plug-ins', null);
    names.add(name);
  }
  return joinPlugins([...plugins, ...builtIn]);
}

async function loadPlugin(path: string): Promise<Plugin> {
  let loaded: unknown;
  try {
    // A bundler must leave this alone: the file is known when the process runs, not when it is built.
    const address = /^[@a-z0-9]/i.test(path) && !/\.[cm]?[jt]s$/.test(path) ? path : pathToFileURL(resolve(path)).href;
    loaded = await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ address);
  } catch (error) {
    throw unusable(path, `could not be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const parsed = moduleSchema.safeParse(loaded);
  if (!parsed.success)
    throw unusable(path, `has no default export that is a plug-in: ${describe(parsed.error)}`, parsed.error);
  return (loaded as { readonly default: Plugin }).default;
}

function describe({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.slice(1).join('.') || 'default'}: ${message}`).join('; ');
}

function unusable(path: string, what: string, cause: unknown): Problem {
  return new Problem('config_invalid', {
    detail: `The configuration cannot be used:\n  CAIRN_PLUGINS names ${path}, which ${what}`,
    fields: { CAIRN_PLUGINS: `names ${path}, which ${what}` },
    cause,
  });
}
