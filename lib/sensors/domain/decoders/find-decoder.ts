import { clairchen } from './clairchen.ts';
import type { Decoder } from './decoder.ts';
import { elsys } from './elsys.ts';
import { talkpool } from './talkpool.ts';

/** The newest version of each. */
const decoders: readonly Decoder[] = [clairchen, elsys, talkpool];

/** What reads messages of a protocol (its name in any case); null: they are kept until somebody can. */
export function findDecoder(protocol: string | null): Decoder | null {
  const name = protocol?.toUpperCase();
  return decoders.find((decoder) => decoder.protocol === name) ?? null;
}
