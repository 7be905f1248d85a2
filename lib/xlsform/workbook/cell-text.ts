/** A cell as forms read it: no-break spaces are spaces, outer blanks fall away; null when nothing is left. */
export function toCellText(written: string): string | null {
  const text = written.replaceAll('\u00A0', ' ').trim();
  return text === '' ? null : text;
}
