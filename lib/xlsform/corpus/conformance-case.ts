import { z } from 'zod';

/**
 * A workbook, and what a converter of the standard makes of it: an XForm, or the error it is refused with. Other keys
 * are nobody's business; what can be guessed may be left out.
 */
const conformanceCaseSchema = z
  .object({
    id: z.union([z.string().min(1), z.number()]).transform(String),
    area: z.string().min(1).catch('unnamed'),
    /** `md`: Markdown tables; `ss`: a workbook as JSON. Left out, the input tells. */
    kind: z.enum(['md', 'ss']).nullish(),
    /** Name of the root node. */
    name: z.string().min(1).catch('data'),
    /** Text, or the structured workbook itself. */
    input: z.union([z.string(), z.record(z.string(), z.unknown()).transform((workbook) => JSON.stringify(workbook))]),
    xml: z.string().nullish(),
    error: z.string().nullish(),
  })
  .refine(({ xml, error }) => typeof xml === 'string' || typeof error === 'string')
  .transform(({ kind, ...rest }) => ({ ...rest, kind: kind ?? (/^\s*[{[]/.test(rest.input) ? 'ss' : 'md') }));

export type ConformanceCase = z.infer<typeof conformanceCaseSchema>;

/** A line that no conversion can be compared with: it counts as a case all the same, so that none goes missing. */
export interface UnreadCase {
  readonly id: string;
  readonly area: string;
  readonly unreadReason: string;
}

/** What is known even of a line that is no case. */
const labelSchema = z.object({
  id: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional()
    .catch(undefined),
  area: z.string().min(1).catch('unnamed'),
});

/** Reads cases, one JSON object a line; blank lines are none. */
export function readCases(text: string): (ConformanceCase | UnreadCase)[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readCase(line, index + 1)]));
}

function readCase(line: string, number: number): ConformanceCase | UnreadCase {
  const written = parseJson(line);
  const parsed = conformanceCaseSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const unreadReason = `Line ${number} is no case. Each line is a JSON object with id, area, kind (md or ss), name, input, and either xml or error.`;
  const { id = `line ${number}`, area = 'unnamed' } = labelSchema.safeParse(written).data ?? {};
  return { id, area, unreadReason };
}

/** Undefined for text that is no JSON. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
