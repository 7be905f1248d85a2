/** Characters that may begin a name without a colon: Namespaces in XML 1.0, production NCName. */
const nameStart =
  String.raw`A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F` +
  String.raw`\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}`;
const nameRest = String.raw`${nameStart}\-.0-9\u00B7\u0300-\u036F\u203F\u2040`;

/** Source of a pattern for a name without a prefix; to be compiled with the flag `u`. */
export const plainNamePattern = `[${nameStart}][${nameRest}]*`;

/** The same with an optional prefix: `odk:tag`. */
export const prefixedNamePattern = `${plainNamePattern}(?::${plainNamePattern})?`;

const wholeName = new RegExp(`^${prefixedNamePattern}$`, 'u');

/** Can it be the name of an element in XML? */
export function isXmlName(value: string): boolean {
  return wholeName.test(value);
}

/** What to tell whoever wrote a name that cannot be one. */
export const nameRule =
  'Names begin with a letter or an underscore; after that they hold letters, digits, underscores, hyphens and periods.';
