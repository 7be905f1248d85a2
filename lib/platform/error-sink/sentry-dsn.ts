/** Where a project of a Sentry-compatible service takes events, and the key that it knows us by. */
export interface SentryTarget {
  /** Address of the project's envelope door. */
  readonly envelopeUrl: string;
  readonly publicKey: string;
}

/**
 * Reads a DSN, `https://KEY@host/path/PROJECT`: the last part of the path is the project, what is before it where the
 * service lives. A secret behind the key, as old DSNs have it, is left out. Null: it is none.
 */
export function parseSentryDsn(text: string): SentryTarget | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, host, pathname, search, hash } = new URL(text);
  const [, place = '', project] = /^(.*)\/([\w-]+)$/.exec(pathname) ?? [];
  const isPlain = search === '' && hash === '';
  if (!/^https?:$/.test(protocol) || username === '' || project === undefined || !isPlain) return null;
  return { envelopeUrl: `${protocol}//${host}${place}/api/${project}/envelope/`, publicKey: username };
}
