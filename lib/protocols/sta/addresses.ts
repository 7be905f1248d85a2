/** Where the service begins, behind the origin. */
export const servicePath = '/sta/v1.1';

/** An id as JSON has it: a number where it is one. */
export function idValue(id: string): number | string {
  return /^\d{1,15}$|^[1-8]\d{15}$/.test(id) ? Number(id) : id;
}

/** The address of one entity. */
export function addressOf(root: string, set: string, id: string): string {
  const value = idValue(id);
  return `${root}/${set}(${typeof value === 'number' ? String(value) : `'${encodeURIComponent(value)}'`})`;
}

/** An address with query options; `$` stays readable. */
export function withOptions(address: string, pairs: readonly (readonly [string, string])[]): string {
  const query = pairs.map(
    ([name, value]) => `${encodeURIComponent(name).replaceAll('%24', '$')}=${encodeURIComponent(value)}`,
  );
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
}

/** Options that ask for the page after one. */
export function nextPage(
  pairs: readonly (readonly [string, string])[],
  { top, skip }: { readonly top: number; readonly skip: number },
): readonly (readonly [string, string])[] {
  const rest = pairs.filter(([name]) => name !== '$top' && name !== '$skip');
  return [...rest, ['$top', String(top)], ['$skip', String(skip + top)]];
}
