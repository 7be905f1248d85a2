/** What kind of thing a source is, as far as its user agent tells. */
export type SourceKind = 'phone' | 'browser' | 'sensor' | 'other';

/** The user agent inside a `generator` text: what follows the first colon, or all of it (passive-data-kit.md, 1.5). */
export function userAgentOf(generator: string): string {
  const colon = generator.indexOf(':');
  return (colon < 0 ? generator : generator.slice(colon + 1)).trim();
}

/** Tells phones and browsers by the words their clients put into every user agent. */
export function kindOfUserAgent(userAgent: string): SourceKind {
  if (/\((?:Android|iOS)\b/.test(userAgent) && userAgent.includes('Passive Data Kit')) return 'phone';
  if (/\bMozilla\/\d/.test(userAgent)) return 'browser';
  if (/\b(?:Android|iOS|iPhone|iPad)\b/.test(userAgent)) return 'phone';
  return 'other';
}
