import { SaxesParser } from 'saxes';
import { Problem } from '#lib/platform/problems/problem.ts';

/** What is told of a document while it passes; names come without prefixes. */
export interface XmlHandlers {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  /** Text directly inside the element opened last; long texts come in pieces. */
  readonly text: (piece: string) => void;
}

/**
 * Reads a document that is too large to hold, chunk by chunk; what has been told so far may be taken after each. A
 * DOCTYPE is refused, so no entity is ever expanded. Throws `file_unreadable` with `name` and what is wrong.
 */
export async function* feedXml(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const refuse = (reason: string): never => {
    throw new Problem('file_unreadable', { detail: `The file cannot be read: ${name}: ${reason}.` });
  };
  const parser = new SaxesParser<{ xmlns?: false; position: false }>({ position: false });
  parser.on('error', (error) => refuse(error.message.replace(/\.$/, '')));
  parser.on('doctype', () => refuse('a DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => handlers.open(withoutPrefix(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handlers.close(withoutPrefix(tag.name)));
  parser.on('text', handlers.text);
  parser.on('cdata', handlers.text);
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    parser.write(decode(decoder, chunk, refuse));
    yield;
  }
  parser.write(decode(decoder ?? new TextDecoder(), undefined, refuse)).close();
  yield;
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, refuse: (reason: string) => never): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    return refuse('its letters are not encoded as it says');
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
