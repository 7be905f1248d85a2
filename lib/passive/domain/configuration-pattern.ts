/** Fits everything, and is never run. */
export const everything = '.*';

/**
 * A pattern of the old server (Python's `re`) as JavaScript has it: named groups, `\A`, `\Z` and flags at the beginning.
 * Throws SyntaxError for what neither knows.
 */
export function compilePattern(pattern: string): { readonly source: string; readonly flags: string } {
  const flagged = /^\(\?([aimsu]+)\)/.exec(pattern);
  const flags = [...new Set(flagged?.[1] ?? '')].filter((flag) => 'ims'.includes(flag)).join('');
  const source = pattern
    .slice(flagged?.[0].length ?? 0)
    .replace(/\\[^]|\(\?P<|\(\?P=(\w+)\)/g, (part: string, name?: string) => {
      if (part === String.raw`\A`) return '^';
      if (part === String.raw`\Z`) return '$';
      if (part === '(?P<') return '(?<';
      return name === undefined ? part : String.raw`\k<${name}>`;
    });
  // Compiling proves it; running is the business of whoever can stop it.
  return { source: new RegExp(source, flags).source, flags };
}

/** What is wrong with a pattern, for the person who wrote it; null: nothing. */
export function patternFlaw(pattern: string): string | null {
  try {
    compilePattern(pattern);
    return null;
  } catch (error) {
    return `This is not a regular expression: ${(error as Error).message}`;
  }
}
