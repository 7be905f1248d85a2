/** Address of a place: the list with it alone, whatever its status. */
export function placeHref(id: string): string {
  return `/places?searches=${encodeURIComponent(JSON.stringify([{ text: `ids:${id}`, status: [] }]))}`;
}
