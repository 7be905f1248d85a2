/** How the value of an extra field is written. */
export const extraKinds = ['text', 'number', 'boolean', 'json'] as const;
export type ExtraKind = (typeof extraKinds)[number];

/** One extra field as a line of the editor. */
export interface ExtraRow {
  readonly key: string;
  readonly kind: ExtraKind;
  readonly text: string;
}

/** Extra fields as lines, in the order they are kept. */
export function toExtraRows(fields: Readonly<Record<string, unknown>>): ExtraRow[] {
  return Object.entries(fields).map(([key, value]) => {
    if (typeof value === 'string') return { key, kind: 'text', text: value };
    if (typeof value === 'number' || typeof value === 'boolean') {
      return { key, kind: typeof value === 'number' ? 'number' : 'boolean', text: String(value) };
    }
    return { key, kind: 'json', text: JSON.stringify(value) };
  });
}

/** What is wrong with a line; null: nothing. */
export function extraRowError(rows: readonly ExtraRow[], index: number): 'unnamed' | 'repeated' | 'notValue' | null {
  const row = rows[index];
  if (!row) return null;
  if (row.key.trim() === '') return 'unnamed';
  if (rows.some((other, place) => place < index && other.key.trim() === row.key.trim())) return 'repeated';
  return valueOf(row) === undefined ? 'notValue' : null;
}

/** Lines as extra fields; null while one of them is wrong. */
export function fromExtraRows(rows: readonly ExtraRow[]): Record<string, unknown> | null {
  if (rows.some((_, index) => extraRowError(rows, index) !== null)) return null;
  return Object.fromEntries(rows.map((row) => [row.key.trim(), valueOf(row)]));
}

/** The value of a line; undefined when its text is none of its kind. */
function valueOf({ kind, text }: ExtraRow): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'boolean':
      return text === 'true';
    case 'number':
      return text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
      }
  }
}
