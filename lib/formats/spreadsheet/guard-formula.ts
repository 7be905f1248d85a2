/** A spreadsheet runs what begins with one of these as a formula, or strips it to get at one. */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A text that no spreadsheet runs: what would be a formula gets an apostrophe in front; plain numbers stay numbers. */
export function guardFormula(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}
