import { Problem } from '#lib/platform/problems/problem.ts';

/** What breaks when two things get the same name, and what a person is told then. */
export type UniqueNames = Readonly<Record<string, { readonly field: string; readonly detail: string }>>;

/** Runs a write; a broken constraint of these (by name) becomes `already_exists` with its sentence, at its field. */
export async function namingConflicts<T>(unique: UniqueNames, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { constraint } = (error ?? {}) as { readonly constraint?: unknown };
    const broken = typeof constraint === 'string' ? unique[constraint] : undefined;
    if (!broken) throw error;
    const { field, detail } = broken;
    throw new Problem('already_exists', { detail, fields: { [field]: detail }, cause: error });
  }
}
