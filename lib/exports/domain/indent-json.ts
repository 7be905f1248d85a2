const quote = 0x22;
const backslash = 0x5c;

/**
 * Lays valid JSON text out with two spaces a level, as Python's `indent=2` does, without reading its values: every
 * number keeps the digits, every text the escapes it came with. `depth`: the level it stands on.
 */
export function indentJson(text: string, depth: number): string {
  let out = '';
  let level = depth;
  let copied = 0;
  const lineBreak = () => `\n${'  '.repeat(level)}`;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = stringEnd(text, at);
    } else if (code === 0x7b || code === 0x5b) {
      const close = firstBehind(text, at + 1);
      const next = text.charCodeAt(close);
      if (next === code + 2) {
        out += text.slice(copied, at + 1) + text.charAt(close);
        at = close;
      } else {
        level += 1;
        out += text.slice(copied, at + 1) + lineBreak();
      }
      copied = at + 1;
    } else if (code === 0x7d || code === 0x5d) {
      level -= 1;
      out += text.slice(copied, at) + lineBreak() + text.charAt(at);
      copied = at + 1;
    } else if (code === 0x2c) {
      out += text.slice(copied, at + 1) + lineBreak();
      copied = at + 1;
    } else if (code === 0x3a) {
      out += text.slice(copied, at + 1) + ' ';
      copied = at + 1;
    } else if (code <= 0x20) {
      out += text.slice(copied, at);
      copied = at + 1;
    }
  }
  return out + text.slice(copied);
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

function firstBehind(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}
