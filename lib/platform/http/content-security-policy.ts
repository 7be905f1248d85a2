/** Request header that carries the nonce from the proxy to the page. */
export const nonceHeader = 'x-nonce';

export interface PolicyOptions {
  /** Fresh for each document. */
  readonly nonce: string;
  /** Templates of the configured tile servers; none: no host but our own is ever asked for anything. */
  readonly tileUrls: readonly string[];
  /** Any site may show the page in a frame: for pages that only tell what is public anyway. */
  readonly isFramable?: boolean;
  /** The development server evaluates code; production never does. */
  readonly isDevelopment?: boolean;
}

/**
 * Content security policy of a page (CSP Level 3). Scripts and style elements need the nonce; style attributes are
 * allowed because measured positions (menus, virtual rows) can only be set there.
 */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const { nonce, tileUrls, isFramable = false, isDevelopment = false } = options;
  const tiles = [...new Set(tileUrls.map(tileOrigin))].map((origin) => ` ${origin}`).join('');
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:${tiles}`,
    `font-src 'self' data:`,
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors ${isFramable ? '*' : "'none'"}`,
  ].join('; ');
}

/** `https://{s}.tiles.example/{z}/{x}/{y}.png` gives `https://*.tiles.example`. */
function tileOrigin(template: string): string {
  const match = /^(https?:\/\/)([^/]+)/.exec(template);
  if (!match) return '';
  const [, scheme = '', host = ''] = match;
  return scheme + host.replace(/^\{s\}\./, '*.');
}
