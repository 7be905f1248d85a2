import { expect, test } from 'vitest';
import { emailSchema, lockDurationS, newPasswordSchema, personNameSchema } from './sign-in-rules.ts';

test('bei-45 five failures lock, and each one more doubles the time up to a day', () => {
  expect([1, 4, 5, 6, 7, 8].map(lockDurationS)).toEqual([0, 0, 60, 120, 240, 480]);
  expect(lockDurationS(40)).toBe(86_400);
  expect(lockDurationS(4000)).toBe(86_400);
});

test('bei-45 short passwords and first guesses are refused, long sentences are not', () => {
  expect(newPasswordSchema.safeParse('sh0rt!').success).toBe(false);
  expect(newPasswordSchema.safeParse('Password1').success).toBe(false);
  expect(newPasswordSchema.safeParse('x'.repeat(257)).success).toBe(false);
  expect(newPasswordSchema.safeParse('the cairn stands on the ridge').success).toBe(true);
});

test('accounts: an address is trimmed and lower-cased', () => {
  expect(emailSchema.parse('  Ana@Example.ORG ')).toBe('ana@example.org');
  expect(emailSchema.safeParse('ana@').success).toBe(false);
});

test('accounts: a name has no line breaks', () => {
  expect(personNameSchema.safeParse('Ana\r\nBcc: x').success).toBe(false);
});
