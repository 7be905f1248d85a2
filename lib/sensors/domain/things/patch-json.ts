import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';

const pathSchema = z
  .string()
  .max(500)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'It is no JSON pointer.');

/** A list of changes as RFC 6902 writes them. */
export const jsonPatchSchema = z
  .array(
    z.discriminatedUnion('op', [
      z.object({ op: z.enum(['add', 'replace', 'test']), path: pathSchema, value: z.unknown() }),
      z.object({ op: z.literal('remove'), path: pathSchema }),
      z.object({ op: z.enum(['move', 'copy']), path: pathSchema, from: pathSchema }),
    ]),
  )
  .max(200);
type JsonPatch = z.infer<typeof jsonPatchSchema>;

/**
 * A JSON value after the changes of RFC 6902, in their order; the value given stays as it is. Throws `input_invalid` for a
 * place that is not there, and `changed_meanwhile` for a test that does not hold.
 */
export function patchJson(value: unknown, patch: JsonPatch): unknown {
  return patch.reduce<unknown>(applyOne, structuredClone(value));
}

function applyOne(document: unknown, change: JsonPatch[number]): unknown {
  const path = namesOf(change.path);
  switch (change.op) {
    case 'add':
      return put(document, path, { value: change.value, isNew: true });
    case 'replace':
      find(document, path);
      return put(document, path, { value: change.value, isNew: false });
    case 'remove':
      return remove(document, path);
    case 'copy':
      return put(document, path, { value: structuredClone(find(document, namesOf(change.from))), isNew: true });
    case 'move': {
      if (change.path.startsWith(`${change.from}/`)) throw absent(change.path);
      const moved = find(document, namesOf(change.from));
      return put(remove(document, namesOf(change.from)), path, { value: moved, isNew: true });
    }
    case 'test':
      if (isEqual(find(document, path), change.value)) return document;
      throw new Problem('changed_meanwhile', { detail: `The value at "${change.path}" is another one.` });
  }
}

function namesOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Container = Record<string, unknown> | unknown[];

function find(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (!isContainer(value) || !Object.hasOwn(value, name)) throw absent(name);
    return (value as Record<string, unknown>)[name];
  }, document);
}

function put(
  document: unknown,
  path: readonly string[],
  { value, isNew }: { readonly value: unknown; readonly isNew: boolean },
): unknown {
  const name = path.at(-1);
  if (name === undefined) return value;
  const parent = find(document, path.slice(0, -1));
  if (!isContainer(parent)) throw absent(name);
  if (Array.isArray(parent)) {
    const at = name === '-' ? parent.length : Number(name);
    if (!Number.isInteger(at) || at < 0 || at > parent.length) throw absent(name);
    parent.splice(at, isNew ? 0 : 1, value);
  } else {
    // Defined, not assigned: a client may call a member __proto__.
    Object.defineProperty(parent, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return document;
}

function remove(document: unknown, path: readonly string[]): unknown {
  find(document, path);
  const name = path.at(-1);
  if (name === undefined) return null;
  const parent = find(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else if (isContainer(parent)) Reflect.deleteProperty(parent, name);
  return document;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (!isContainer(a) || !isContainer(b)) return a === b;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  const has = (name: string) => Object.hasOwn(b, name) && Array.isArray(a) === Array.isArray(b);
  return (
    x.length === y.length &&
    x.every(([name, value]) => has(name) && isEqual(value, (b as Record<string, unknown>)[name]))
  );
}

function absent(name: string): Problem {
  return new Problem('input_invalid', { detail: `There is nothing at "${name}" to change.` });
}
