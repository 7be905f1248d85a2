/** What a translator of the catalogue of alerts does, whichever it is; its keys are made here. */
interface AlertWords {
  (key: never, values?: never): string;
  readonly has: (key: never) => boolean;
}

/** How a check writes an age into what it says. */
const agePattern = /\b(\d+) ([hd])\b/;

/** The key under which the catalogue has what a built-in check says: its English words, without the age in them. */
export function keyOfSaid(message: string): string {
  const words = message.replace(agePattern, '{age}').toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** What a check is called: built-in ones in the language of the reader, all others as people named them. */
export function nameOfCheck(t: AlertWords, { checkId, name }: CheckName): string {
  const path = `builtIn.names.${checkId}`;
  return isPlain(checkId) && t.has(path as never) ? t(path as never) : name;
}

interface CheckName {
  readonly checkId: string;
  readonly name: string;
}

/** What a check says of a source: built-in ones in the language of the reader, all others as it was written. */
export function saidByCheck(t: AlertWords, { checkId, message }: CheckSaid): string {
  const path = `builtIn.said.${keyOfSaid(message)}`;
  const isBuiltIn = isPlain(checkId) && t.has(`builtIn.names.${checkId}` as never);
  if (!isBuiltIn || !t.has(path as never)) return message;
  const [, count = '', unit = ''] = agePattern.exec(message) ?? [];
  const age = unit === '' ? '{age}' : t(`builtIn.age.${unit}` as never, { count: Number(count) } as never);
  return t(path as never, { age } as never);
}

interface CheckSaid {
  readonly checkId: string;
  readonly message: string;
}

function isPlain(key: string): boolean {
  return /^[\w-]+$/.test(key);
}
