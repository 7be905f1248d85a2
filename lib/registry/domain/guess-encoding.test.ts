import { expect, it } from 'vitest';
import { guessEncoding } from './guess-encoding.ts';

/** The text in bytes of an encoding, by its own table. */
function encode(text: string, label: string): Buffer {
  const table = Array.from({ length: 256 }, (_, byte) => new TextDecoder(label).decode(Uint8Array.of(byte)));
  return Buffer.from(
    Array.from(text, (letter) => {
      const byte = table.indexOf(letter);
      if (byte < 0) throw new Error(`${letter} is not in ${label}`);
      return byte;
    }),
  );
}

const latin = [
  'Nom;Province\r\nÉcole Saint-André;Équateur\r\n',
  'a;École;;1;2;;',
  'ÉCOLE;MATERNELLE\r\nÉVÊCHÉ DE L’ÎLE;KASAÏ\r\n',
  'Centre de santé «Bonne Santé» n° 21;Kasaï-Oriental\r\n',
  'Name;Kreis\r\nÄrztehaus;Köln\r\nGrundschule Süd;Nürnberg\r\nStraße 5;Übersee\r\n',
  'Escola São José;Ceará\r\nCoração;Fundão\r\n',
  'Señor;Español\r\nNiño Jesús;Cádiz\r\n',
  'Skole Ærø;Åbenrå\r\nTromsø;Ålesund\r\n',
];

it.each(latin.flatMap((text) => (['windows-1252', 'macintosh'] as const).map((label) => [text, label] as const)))(
  'reg-42 reads %j as it was written, in %s',
  (text, label) => {
    const bytes = encode(text, label);
    const { label: guessed } = guessEncoding(bytes);
    expect(new TextDecoder(guessed).decode(bytes)).toBe(text);
  },
);

it.each([
  ['الاسم;المحافظة\r\nمدرسة النور;القاهرة\r\nمستشفى السلام;الجيزة\r\n', 'windows-1256'],
  ['Название;Область\r\nШкола № 5;Ошская\r\nБОЛЬНИЦА ИМ. МАНАСА;Чуйская\r\n', 'windows-1251'],
  ['School;City\r\nO’Brien “North”;Cork – West\r\n€ 5;10 ° N\r\n', 'windows-1252'],
] as const)('reg-42 knows the encoding of %j by its words: %s', (text, label) => {
  expect(guessEncoding(encode(text, label)).label).toBe(label);
});

it('reg-42 believes the usual encoding where nothing speaks for another', () => {
  expect(guessEncoding(Buffer.from('plain'))).toEqual({ label: 'windows-1252', name: 'Windows-1252' });
  expect(guessEncoding(Buffer.alloc(0)).label).toBe('windows-1252');
});
