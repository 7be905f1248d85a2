/** Address of the page of a place. */
export function placeHref(id: string): string {
  return `/places/${id}`;
}
