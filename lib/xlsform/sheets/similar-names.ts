const ownNames = new Set(['survey', 'choices', 'settings', 'external_choices', 'osm', 'entities']);

/** So many letters may be wrong, missing or too many for a name to be taken for another. */
const maxDistance = 2;

/** Names of sheets that a person may have meant to be `wanted`. */
export function findSimilarNames(wanted: string, names: readonly string[]): string[] {
  return names.filter(
    (name) => !ownNames.has(name) && !name.startsWith('_') && editDistance(name.toLowerCase(), wanted) <= maxDistance,
  );
}

/** Levenshtein's distance, one row of the table at a time; names far apart in length are not counted out. */
function editDistance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > maxDistance) return maxDistance + 1;
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(from).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
