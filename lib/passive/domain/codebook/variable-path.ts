/** Stands for every member of an object whose names are data themselves (a count per application, say). */
export const anyMember = '*';
/** Stands for the items of a list. */
export const listItems = '[]';

/** Longest member name that is told; a longer one is data. */
const maxNameCharacters = 100;
/** Names that need no quotes in a path. */
const plainName = /^[\w@!$*-]+$/;
/** Texts that were somebody's or something's before they became the name of a member: numbers, addresses, ids. */
const dataName = /\d{6,}|@.*\.|:\/\/|^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$|^[\d\s+().-]+$/i;

/** True for a member name that is data itself: it would make a variable of every value. */
export function isDataName(name: string): boolean {
  return name === '' || name.length > maxNameCharacters || dataName.test(name);
}

/** The path of an object's member: `a.b`, or `a["b.c"]` for names that are no plain words. */
export function memberPath(parent: string, name: string): string {
  if (!plainName.test(name) || name === anyMember) return `${parent}[${JSON.stringify(name)}]`;
  return parent === '' ? name : `${parent}.${name}`;
}

/** The path of all members of an object whose names are data. */
export function anyMemberPath(parent: string): string {
  return parent === '' ? anyMember : `${parent}.${anyMember}`;
}

/** A step of a path: a member by name, all items of a list, or any member of an object. */
export type PathStep = { readonly member: string } | 'items' | 'any';

const stepPattern = /\.?([\w@!$*-]+)|\[("(?:[^"\\]|\\.)*")\]|(\[\])/y;

/** The steps of a path as {@link memberPath} writes it; null for a text that is no path. */
export function pathSteps(path: string): PathStep[] | null {
  const steps: PathStep[] = [];
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < path.length) {
    const match = stepPattern.exec(path);
    if (!match) return null;
    const [, plain, quoted, items] = match;
    if (items !== undefined) steps.push('items');
    else if (quoted !== undefined) steps.push({ member: JSON.parse(quoted) as string });
    else steps.push(plain === anyMember ? 'any' : { member: plain ?? '' });
  }
  return steps;
}
