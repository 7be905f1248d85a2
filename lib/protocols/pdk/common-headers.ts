/**
 * CORS for browser extensions, on every answer, errors too (PDK section 1.8): without it an extension cannot read why it
 * was refused. The old server named only Content-Type and forgot the others.
 */
export const commonHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'CREATE, POST, PUT, HEAD, OPTIONS',
  'access-control-allow-headers': 'Content-Type, Content-Encoding, Authorization, X-PDK-IDENTIFIER',
  'access-control-max-age': '86400',
  'cache-control': 'no-store',
} as const;
