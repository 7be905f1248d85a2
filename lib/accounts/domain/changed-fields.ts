/** Before and after of the fields that differ, for the audit log. */
export function changedFields<T extends object>(
  before: T,
  after: T,
  names: readonly (keyof T)[],
): { readonly before: Partial<T>; readonly after: Partial<T> } {
  const different = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const pick = (from: T) => Object.fromEntries(different.map((name) => [name, from[name]])) as Partial<T>;
  return { before: pick(before), after: pick(after) };
}
