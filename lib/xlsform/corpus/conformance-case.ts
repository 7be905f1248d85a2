import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';

/** A workbook, and what a converter of the standard makes of it: an XForm, or the error it is refused with. */
const conformanceCaseSchema = z
  .object({
    id: z.string().min(1),
    area: z.string().min(1),
    /** `md`: Markdown tables; `ss`: a workbook as JSON. */
    kind: z.enum(['md', 'ss']),
    /** Name of the root node. */
    name: z.string().min(1),
    input: z.string(),
    xml: z.string().nullish(),
    error: z.string().nullish(),
  })
  .refine(({ xml, error }) => typeof xml === 'string' || typeof error === 'string');

export type ConformanceCase = z.infer<typeof conformanceCaseSchema>;

/** Reads cases, one JSON object a line. Throws `file_unreadable` with the line that is none. */
export function readCases(text: string): ConformanceCase[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readCase(line, index + 1)]));
}

function readCase(line: string, number: number): ConformanceCase {
  const refuse = (cause: unknown): never => {
    const detail = `Line ${number} is no case. Each line is a JSON object with id, area, kind (md or ss), name, input, and either xml or error.`;
    throw new Problem('file_unreadable', { detail, cause });
  };
  const parsed = conformanceCaseSchema.safeParse(parseJson(line, refuse));
  return parsed.success ? parsed.data : refuse(parsed.error);
}

function parseJson(line: string, refuse: (cause: unknown) => never): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    return refuse(error);
  }
}
