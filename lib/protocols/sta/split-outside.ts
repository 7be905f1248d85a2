/** Cuts a text at a mark, but not within brackets or quotes: options of expansions hold the same marks. */
export function splitOutside(text: string, mark: ',' | ';' | '&'): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let isQuoted = false;
  for (const character of text) {
    if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth += 1;
    else if (!isQuoted && character === ')') depth -= 1;
    if (character === mark && depth === 0 && !isQuoted) parts.push('');
    else parts[parts.length - 1] = `${parts.at(-1) ?? ''}${character}`;
  }
  return parts;
}
