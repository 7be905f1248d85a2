import pino from 'pino';

export type Logger = pino.Logger;

/** Member names whose values never reach the log, at the top level and one below. */
const secretNames = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'payload',
  'body',
  'latitude',
  'longitude',
  'key',
  'nonce',
];

/** Structured JSON lines on standard output. Log once, at the edge, with the request or job id. */
export function createLogger(options: {
  readonly process: string;
  readonly level?: string;
  readonly destination?: pino.DestinationStream;
}): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`]);
  return pino(
    {
      level: options.level ?? 'info',
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths, censor: '[kept out]' },
    },
    options.destination ?? pino.destination(1),
  );
}

/**
 * What the log keeps of an error. Other members stay out: database errors carry rows, HTTP errors whole requests.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message,
    stack,
    ...(typeof code === 'string' && { code }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
