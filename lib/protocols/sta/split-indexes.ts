/** A name of a path with the places in lists behind it, each a name of its own: `sizes[1][0]` is `sizes`, `1`, `0`. */
export function splitIndexes(name: string): string[] {
  const parts = /^([^[\]]+)((?:\[\d{1,6}\])+)$/.exec(name);
  const [, first = name, places = ''] = parts ?? [];
  return [first, ...Array.from(places.matchAll(/\d+/g), ([place]) => place)];
}
