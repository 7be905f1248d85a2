/** Value of a colour token of the theme as it stands now, for what is drawn on a canvas. */
export function tokenColor(token: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(token)?.[1] ?? token;
  if (!name.startsWith('--')) return token;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888888';
}
