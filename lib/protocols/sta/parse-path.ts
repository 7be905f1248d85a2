import { Problem } from '#lib/platform/problems/problem.ts';
import { findEntitySet, findNavigation, findProperty, type PathStep } from '#lib/sensors/index.ts';
import { splitIndexes } from './split-indexes.ts';

/** What an address names (OGC 18-088, section 9.2). */
export interface ResourcePath {
  readonly steps: readonly PathStep[];
  /** Property of the entity and names within it; null: the entity or set itself. */
  readonly property: readonly string[] | null;
  /** `value`: the bare text of the property; `ref`: links alone. */
  readonly ending: 'value' | 'ref' | null;
}

/** Longest chain of navigations that is followed. */
const maxSteps = 8;
const segmentPattern = /^([A-Za-z]+)(?:\((?:(\d{1,19})|'([^'()/]{1,80})')\))?$/;

/** Reads the part of an address after `/sta/v1.1/`, decoded. Throws `not_found` for what names nothing. */
export function parsePath(path: string): ResourcePath {
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const steps: PathStep[] = [];
  while (segments.length > 0) {
    const step = readStep(steps.at(-1) ?? null, segments[0] ?? '');
    if (!step) break;
    segments.shift();
    steps.push(step);
  }
  if (steps.length === 0 || steps.length > maxSteps) throw absent(path);
  return { steps, ...readEnding(steps, segments, path) };
}

/** True when the address names one entity rather than a set. */
export function isOneEntity(steps: readonly PathStep[]): boolean {
  const last = steps.at(-1);
  if (!last) return false;
  if (last.id !== null || last.navigation === null) return last.id !== null;
  const before = steps.at(-2);
  return before !== undefined && findNavigation(before.set, last.navigation)?.isMany === false;
}

function readStep(before: PathStep | null, segment: string): PathStep | null {
  const parts = segmentPattern.exec(segment);
  if (!parts) return null;
  const [, name = '', digits, quoted] = parts;
  const id = digits ?? quoted ?? null;
  if (!before) {
    const set = findEntitySet(name);
    return set && { set: set.name, navigation: null, id };
  }
  const navigation = findNavigation(before.set, name);
  // From a set one goes on through one of its entities; to a single entity there is no choosing.
  if (!navigation || (id !== null && !navigation.isMany)) return null;
  return { set: navigation.target, navigation: name, id };
}

function readEnding(
  steps: readonly PathStep[],
  rest: readonly string[],
  path: string,
): Pick<ResourcePath, 'property' | 'ending'> {
  steps.slice(0, -1).forEach((_, index) => {
    if (!isOneEntity(steps.slice(0, index + 1))) throw absent(path);
  });
  if (rest.length === 0) return { property: null, ending: null };
  if (rest.length === 1 && rest[0] === '$ref') return { property: null, ending: 'ref' };
  const isValue = rest.at(-1) === '$value';
  const property = isValue ? rest.slice(0, -1) : rest;
  const [name = '', ...within] = property.flatMap(splitIndexes);
  const last = steps.at(-1);
  const known = last && isOneEntity(steps) && (name === '@iot.id' ? null : findProperty(last.set, name));
  if (known === undefined || known === false || property.length === 0) throw absent(path);
  if (known === null && name !== '@iot.id') throw absent(path);
  if (within.length > 0 && known?.type !== 'json' && known?.type !== 'location') throw absent(path);
  return { property, ending: isValue ? 'value' : null };
}

function absent(path: string): Problem {
  return new Problem('not_found', { detail: `There is nothing at "${path}".` });
}
