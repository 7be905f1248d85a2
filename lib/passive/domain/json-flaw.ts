/** Why a text is no JSON, and where: line and column count from 1; null when the engine does not say. */
export interface JsonFlaw {
  readonly reason: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** What keeps a text from being JSON; null: nothing. */
export function jsonFlaw(text: string): JsonFlaw | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return describe(error.message, text);
  }
}

/** Engines name the place in their message: V8 and JavaScriptCore as a position, SpiderMonkey as line and column. */
function describe(message: string, text: string): JsonFlaw {
  const reason = message
    .replace(/,? ?(in JSON )?at (position \d+|line \d+ column \d+).*$/s, '')
    .replace(/^JSON\.parse: /, '');
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return { reason, ...placeOf(Number(position), text) };
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return { reason, line: Number(line), column: Number(column) };
  // "Unexpected end of JSON input" has no position: it is the end.
  return { reason, ...(message.includes('end of') ? placeOf(text.length, text) : { line: null, column: null }) };
}

function placeOf(position: number, text: string): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, position).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
