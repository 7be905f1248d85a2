/** What is wrong with the package name of an Android app; undefined when nothing is. */
export function findPackageNameFault(name: string): string | undefined {
  const parts = name.split('.');
  if (name.trim() === '') return 'it is missing.';
  if (parts.length < 2) return `'${name}' needs at least one period: 'org.example'.`;
  if (parts.includes('')) return `'${name}' has nothing before or after a period.`;
  if (parts.some((part) => part.startsWith('_'))) return `in '${name}' a part begins with an underscore.`;
  if (parts.some((part) => /^\d/.test(part))) return `in '${name}' a part begins with a digit.`;
  if (/[^a-zA-Z0-9._]/.test(name))
    return `'${name}' holds something other than letters, digits, underscores and periods.`;
  return undefined;
}
