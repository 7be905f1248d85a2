import { expect, test } from 'vitest';
import { hashPassword, isDjangoHash, verifyPassword } from './password.ts';

test('platform: a password matches its own argon2id hash and no other', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword('correct horse battery', hash)).toEqual({ matches: true, needsRehash: false });
  expect((await verifyPassword('correct horse batterz', hash)).matches).toBe(false);
});

test('platform: one password hashes differently each time', async () => {
  expect(await hashPassword('same words')).not.toBe(await hashPassword('same words'));
});

test('platform: composed and decomposed accents are one password', async () => {
  const hash = await hashPassword('caf\u00e9 au lait');
  expect((await verifyPassword('cafe\u0301 au lait', hash)).matches).toBe(true);
});

test('platform: a hash with other costs still matches and asks to be renewed', async () => {
  // Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const foreign = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await verifyPassword('password', foreign)).toEqual({ matches: true, needsRehash: true });
});

test('platform: what is not a hash matches nothing', async () => {
  for (const text of ['', 'password', '$2b$10$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=1,t=1,p=1$$']) {
    expect((await verifyPassword('password', text)).matches).toBe(false);
  }
});

test('man-31 a hash that Django made matches its password, and is to be made anew', async () => {
  // pbkdf2_sha256, 180000 iterations, from the fixture files of the replaced sensor server: the password is "test".
  const hash = 'pbkdf2_sha256$180000$71AK9WPwVE8i$UyG5KCi2lLOyf0dx/lE+IVwqNKvQU4F7qceH7KZm1ag=';
  expect(isDjangoHash(hash)).toBe(true);
  expect(await verifyPassword('test', hash)).toEqual({ matches: true, needsRehash: true });
  expect(await verifyPassword('Test', hash)).toMatchObject({ matches: false });
  expect(isDjangoHash(hash.replace('180000', '99999999'))).toBe(false);
  expect(isDjangoHash('md5$salt$hash')).toBe(false);
});
