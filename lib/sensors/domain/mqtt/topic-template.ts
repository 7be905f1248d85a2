/** Longest topic, in characters; brokers take 65,535 bytes. */
export const maxTopicCharacters = 1000;

/** A level of a template that stands for a word: `{node}` an EUI or id, `{quantity}` the key of a quantity. */
const placeholders: readonly string[] = ['{node}', '{quantity}'];

/** What is wrong with a topic template, in a sentence; null when nothing is (MQTT 3.1.1, 4.7). */
export function findTemplateFlaw(template: string): string | null {
  const levels = template.split('/');
  if (template === '' || template.length > maxTopicCharacters) return 'A topic has 1 to 1,000 characters.';
  if (/\p{Cc}/u.test(template)) return 'A topic has no control characters.';
  if (levels.slice(0, -1).includes('#')) return 'The sign # stands at the end alone.';
  if (levels.some((level) => level.length > 1 && /[+#]/.test(level)))
    return 'The signs + and # stand alone in a level.';
  if (levels.some((level) => /[{}]/.test(level) && !placeholders.includes(level))) {
    return 'Levels in braces are {node} and {quantity}.';
  }
  const isTwice = placeholders.some((word) => levels.filter((level) => level === word).length > 1);
  return isTwice ? 'Name {node} and {quantity} once.' : null;
}

/** The filter that a broker is asked for. */
export function toTopicFilter(template: string): string {
  return template
    .split('/')
    .map((level) => (placeholders.includes(level) ? '+' : level))
    .join('/');
}

/** What the levels of a topic say. */
export interface TopicWords {
  readonly node: string | null;
  readonly quantity: string | null;
}

/** Reads a topic by a template; null: it is none of the template's. */
export function matchTopic(template: string, topic: string): TopicWords | null {
  const [wanted, levels] = [template.split('/'), topic.split('/')];
  const isOpen = wanted.at(-1) === '#';
  const fixed = isOpen ? wanted.slice(0, -1) : wanted;
  if (isOpen ? levels.length < fixed.length : levels.length !== fixed.length) return null;
  const fits = fixed.every((level, at) => level === '+' || placeholders.includes(level) || level === levels[at]);
  if (!fits) return null;
  const wordAt = (placeholder: string) => levels[fixed.indexOf(placeholder)] ?? null;
  return { node: wordAt('{node}'), quantity: wordAt('{quantity}') };
}
