import pino from 'pino';
import type { ErrorSink } from '../error-sink/sentry-sink.ts';

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
  /** Is told of every failure besides; absent: nobody is. */
  readonly errorSink?: ErrorSink | undefined;
}): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`]);
  return pino(
    {
      level: options.level ?? 'info',
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths, censor: '[kept out]' },
      ...(options.errorSink && { hooks: { logMethod: tellOf(options.errorSink) } }),
    },
    options.destination ?? pino.destination(1),
  );
}

/** Numbers of pino's levels. */
const errorLevel = 50;
const fatalLevel = 60;

/** Writes each line as ever; those of failures are told to the sink as well. */
function tellOf(sink: ErrorSink): NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']> {
  return function (args, method, level) {
    method.apply(this, args);
    if (level < errorLevel) return;
    const [first, second] = args as readonly unknown[];
    const fields = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : {};
    const words = typeof first === 'string' ? first : second;
    sink.capture({
      level: level >= fatalLevel ? 'fatal' : 'error',
      message: typeof words === 'string' ? words : '',
      fields: { ...this.bindings(), ...fields },
    });
  };
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
