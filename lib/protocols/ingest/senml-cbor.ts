import { inspect } from 'node:util';
import { Problem } from '#lib/platform/problems/problem.ts';
import { CborError, readCbor, type CborValue } from '#lib/formats/cbor/read-cbor.ts';

/** Media type of SenML in CBOR. */
export const senmlCborType = 'application/senml+cbor';

/** Labels that CBOR writes as integers (RFC 8428, table 4). */
const labels: ReadonlyMap<CborValue, string> = new Map<CborValue, string>([
  [-1, 'bver'],
  [-2, 'bn'],
  [-3, 'bt'],
  [-4, 'bu'],
  [-5, 'bv'],
  [-6, 'bs'],
  [0, 'n'],
  [1, 'u'],
  [2, 'v'],
  [3, 'vs'],
  [4, 'vb'],
  [5, 's'],
  [6, 't'],
  [7, 'ut'],
  [8, 'vd'],
]);

/** A SenML pack in CBOR as the pack in JSON would be (RFC 8428, 6). Errors: `input_invalid`. */
export function readSenmlCbor(bytes: Uint8Array): unknown {
  const pack = read(bytes);
  if (!Array.isArray(pack)) throw refuse('A pack is a list of records.');
  return pack.map((record) => {
    if (!(record instanceof Map)) throw refuse('A record is a map.');
    return Object.fromEntries([...record].map(([label, value]) => [nameOf(label), plain(value)]));
  });
}

function read(bytes: Uint8Array): CborValue {
  try {
    return readCbor(bytes);
  } catch (error) {
    if (error instanceof CborError) throw refuse(error.message);
    throw error;
  }
}

function nameOf(label: CborValue): string {
  const name = typeof label === 'string' ? label : labels.get(label);
  if (name === undefined) throw refuse(`The label ${inspect(label, { depth: 0 })} is not known.`);
  return name;
}

/** Data are bytes in CBOR and Base64 in JSON. */
function plain(value: CborValue): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value;
}

function refuse(why: string): Problem {
  return new Problem('input_invalid', { detail: `This is no SenML in CBOR. ${why}` });
}
