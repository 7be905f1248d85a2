/** Longest path, in characters, and its most members. */
export const maxPathLength = 500;
const maxMembers = 20;

const memberPattern = /^(?:\.?([^.[\]"]+)|\[(-?\d{1,6})\]|\["((?:[^"\\]|\\.)*)"\])/u;

/**
 * The members of a path into a JSON value: `level`, `storage.free`, `events[0].package`, `a["odd.name"]`; a negative
 * index counts from the end. Null: it is not a path.
 */
export function parseJsonPath(path: string): string[] | null {
  if (path.length === 0 || path.length > maxPathLength || path.startsWith('.')) return null;
  const members: string[] = [];
  let rest = path;
  while (rest !== '') {
    const found = memberPattern.exec(rest);
    if (!found || members.length === maxMembers) return null;
    const [whole, name, index, quoted] = found;
    members.push(name ?? index ?? (quoted ?? '').replaceAll(/\\(.)/gu, '$1'));
    rest = rest.slice(whole.length);
  }
  return members.some((member) => member.includes('\0')) ? null : members;
}
