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
      redact: { paths, censor: '[kept out]' },
    },
    options.destination ?? pino.destination(1),
  );
}
