import { expect, test } from 'vitest';
import { newSecretBoxKey, openSecretBox } from './secret-box.ts';

test('pdk-41 a secret box opens with its key alone, and not when a bit has changed', async () => {
  const key = Buffer.from(await newSecretBoxKey(), 'base64');
  const box = await openSecretBox(key);
  const plain = Buffer.from('rows of a day');
  const sealed = box.seal(plain);
  expect(box.open(sealed)).toEqual(plain);
  expect(sealed.includes('rows')).toBe(false);
  expect(box.seal(plain)).not.toEqual(sealed);
  const bent = Buffer.from(sealed);
  bent[30] = (bent[30] ?? 0) ^ 1;
  expect(box.open(bent)).toBeNull();
  expect(box.open(sealed.subarray(0, 20))).toBeNull();
  const other = await openSecretBox(Buffer.from(await newSecretBoxKey(), 'base64'));
  expect(other.open(sealed)).toBeNull();
  expect(box.nameOf(plain)).toBe(box.nameOf(Buffer.from('rows of a day')));
  expect(other.nameOf(plain)).not.toBe(box.nameOf(plain));
  await expect(openSecretBox(Buffer.alloc(31))).rejects.toThrow(RangeError);
});
