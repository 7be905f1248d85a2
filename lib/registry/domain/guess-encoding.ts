/** Encodings of one byte a letter in which lists come that are not in Unicode, the most usual first. */
const encodings = [
  { label: 'windows-1252', name: 'Windows-1252' },
  { label: 'macintosh', name: 'Mac Roman' },
  { label: 'windows-1251', name: 'Windows-1251' },
  { label: 'windows-1256', name: 'Windows-1256' },
] as const;
type Encoding = (typeof encodings)[number];

/** Words with a letter outside ASCII that are looked at; a list repeats itself long before. */
const mostWords = 2000;
/** Another encoding is believed when it leaves at most this share of the flaws of the usual one. */
const fewerFlaws = 0.5;
/** A byte outside ASCII with what stands around it, up to the next separator or white space. */
const strangeWord = /[^\s,;|"]*[\u0080-\u00ff][^\s,;|"]*/g;

/**
 * The encoding of a text that is in no Unicode, by which of them makes words of it: letters of one script side by side, no
 * capital behind a small letter, no sign inside a word. Windows-1252 unless another makes far fewer flaws.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  const words = Buffer.from(bytes).toString('latin1').match(strangeWord)?.slice(0, mostWords) ?? [];
  const sample = Buffer.from(words.join(' '), 'latin1');
  const [usual, ...others] = encodings.map((encoding) => ({
    encoding,
    flaws: countFlaws(new TextDecoder(encoding.label).decode(sample)),
  }));
  if (!usual) return encodings[0];
  const best = others.reduce((least, one) => (one.flaws < least.flaws ? one : least), usual);
  return best.flaws <= usual.flaws * fewerFlaws && best.flaws < usual.flaws ? best.encoding : usual.encoding;
}

/** Places in words where no writer would put what stands there. */
const flaws = [
  // A capital behind a small letter; "McDonald" has one, but not outside ASCII.
  /\p{Ll}(?=[^\x00-\x7f])\p{Lu}|[^\x00-\x7f](?<=\p{Ll})\p{Lu}/gu,
  // A sign or an unused place beside a letter.
  /\p{L}(?=[^\x00-\x7f])[^\p{L}\p{M}\p{Pf}\p{Zs}]|(?=[^\x00-\x7f])[^\p{L}\p{M}\p{Pi}\p{Pf}\p{Zs}]\p{L}/gu,
  // Unused places, and letters that are there for books alone.
  /[\u0080-\u009f\ufffdﬁﬂƒıˆ˜˘˙˚˝˛ˇ]/gu,
  // Letters of two scripts in one word.
  /(?!\p{Script=Latin})\p{L}\p{M}*\p{Script=Latin}|\p{Script=Latin}\p{M}*(?!\p{Script=Latin})\p{L}/gu,
] as const;

function countFlaws(text: string): number {
  return flaws.reduce((count, flaw) => count + (text.match(flaw)?.length ?? 0), 0);
}
