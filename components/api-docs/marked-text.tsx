import { Code } from '@mantine/core';

/** Text in which `backticks` mark code, as in Markdown; nothing else is marked. */
export function MarkedText({ text }: { readonly text: string }) {
  const parts = text.split('`');
  return parts.map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part));
}
