import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanText,
  foldText,
  isOrderUnknown,
  readAngle,
  readDate,
  readNumber,
  saysMissing,
  saysNothing,
} from './read-cell.ts';

it('reg-42 leaves out what no database keeps and nobody sees', () => {
  expect(cleanText('Ki\u0000nsha\u0007sa').text).toBe('Ki nsha sa');
});

describe('reg-42 cells of a list', () => {
  it.each([
    ['  BOMA ', 'BOMA', ['spaces']],
    ['ECOLE\r\nMATERNELLE', 'ECOLE MATERNELLE', ['line_break']],
    ['CITÃ‰', 'CITÉ', ['accents_mended']],
    ['Â°21', '°21', ['accents_mended']],
    ['CitÃƒÂ©', 'Cité', ['accents_mended']],
    ['Caf\ufffd', 'Caf\ufffd', ['accents_damaged']],
    ['Béni\u00a0Nord', 'Béni Nord', ['spaces']],
    ['SÃO TOMÉ', 'SÃO TOMÉ', []],
  ])('reg-42 reads %j as %j and says why', (raw, text, notes) => {
    expect(cleanText(raw)).toEqual({ text, notes });
  });

  it('reg-42 leaves a tidied text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (raw) => {
        const { text } = cleanText(raw);
        expect(cleanText(text).text).toBe(text);
      }),
    );
  });

  it.each(['', ' ', 'NEANT', 'Néant', 'null', '-'])('reg-42 takes %j for nothing', (text) => {
    expect(saysNothing(text)).toBe(true);
  });

  it.each([
    ['NA', true],
    ['nan', true],
    ['<NA>', true],
    ['Nana', false],
  ])('reg-42 takes %j for a missing number or day: %j', (text, isMissing) => {
    expect(saysMissing(text)).toBe(isMissing);
    expect(saysNothing(text)).toBe(false);
  });

  it('reg-21 compares names without case and accents', () => {
    expect(foldText(' Œuvre de Brûlé ')).toBe('oeuvre de brule');
    expect(foldText('ÅNGSTRÖM')).toBe(foldText('angstrom'));
  });

  it.each([
    ['-5.85', -5.85, false],
    ['-5,85', -5.85, true],
    ['1 234,5', 1234.5, true],
    ['4e2', 400, false],
    ['\u22124.25', -4.25, false],
    ['1.234,5', 1234.5, true],
    ['-12.345.678,25', -12345678.25, true],
    ['1,234.5', 1234.5, false],
    ["1'234.5", 1234.5, false],
    ['٣٠٫٠٤', 30.04, false],
    ['-۳۱٫۵', -31.5, false],
    ['१२.५', 12.5, false],
  ])('reg-42 reads the number %j', (text, value, isRepaired) => {
    expect(readNumber(text)).toEqual({ value, isRepaired });
  });

  it.each(['', '1.2.3', '12°30', 'Infinity', '0x10', '1,2,3', '1.23,4', '1,23.4', '12,3456.7'])(
    'reg-42 refuses %j as a number',
    (text) => {
      expect(readNumber(text)).toBeNull();
    },
  );

  it.each([
    ['4°19′30″S', 'latitude', -4.325],
    [`4°19'30"N`, 'latitude', 4.325],
    ['S 4 19.5', 'latitude', -4.325],
    ['15°18\u20190\u2019\u2019 E', 'longitude', 15.3],
    ['15,3 E', 'longitude', 15.3],
    ['015:18:00W', 'longitude', -15.3],
    ['-4°30', 'latitude', -4.5],
    ['12°', 'longitude', 12],
    ['4°19′30″E', 'latitude', null],
    ['4°61′S', 'latitude', null],
    ['-4°19′S', 'latitude', null],
    ['13°24′O', 'longitude', null],
    ['Nord', 'latitude', null],
    ['12 30', 'latitude', null],
  ] as const)('reg-42 reads the angle %j of a %s as %j', (text, axis, degrees) => {
    expect(readAngle(text, axis)).toBe(degrees);
  });

  it.each([
    ['02/03/2026', true],
    ['31/01/2026', false],
    ['02/02/2026', false],
    ['2.3.2026', false],
    ['2026-02-03', false],
  ])('reg-42 cannot tell day and month of %j apart: %j', (text, isUnknown) => {
    expect(isOrderUnknown(text)).toBe(isUnknown);
  });

  it.each([
    ['2026-01-31', '2026-01-31'],
    ['31/01/2026', '2026-01-31'],
    ['1.2.2026', '2026-02-01'],
    ['2026-01-31T00:00:00Z', '2026-01-31'],
    ['2026/01/31', '2026-01-31'],
    ['2026.1.31 00:00:00', '2026-01-31'],
    ['20260131', '2026-01-31'],
    ['٣١/٠١/٢٠٢٦', '2026-01-31'],
    ['2026-01/31', null],
    ['20260231', null],
    ['31-02-2026', null],
    ['yesterday', null],
  ])('reg-42 reads the day %j as %j', (text, day) => {
    expect(readDate(text)).toBe(day);
  });
});
