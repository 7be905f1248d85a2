import sodium from 'libsodium-wrappers';
import { expect, it } from 'vitest';
import { newBoxKeyPair } from './box-keys.ts';
import { createBoxSealer, createSealedBoxOpener, sealedBoxOverheadBytes } from './sealed-box.ts';

const raw = (text: string) => Buffer.from(text, 'base64');

it('pdk-46 sealed boxes open with libsodium and with the right key alone; steady ones are the same each time', async () => {
  await sodium.ready;
  const [pair, other] = [newBoxKeyPair(), newBoxKeyPair()];
  const [publicKey, privateKey] = [raw(pair.publicKey), raw(pair.privateKey)];
  const sealer = await createBoxSealer(publicKey, Buffer.alloc(32, 7));
  const open = await createSealedBoxOpener({ publicKey, privateKey });
  const openOther = await createSealedBoxOpener({ publicKey: raw(other.publicKey), privateKey: raw(other.privateKey) });
  for (const text of ['', 'a secret', 'ÿ'.repeat(5000)]) {
    const plain = Buffer.from(text);
    const boxes = [sealer.seal(plain), sealer.seal(plain), sealer.sealSteadily(plain), sealer.sealSteadily(plain)];
    for (const box of boxes) {
      expect(box.length).toBe(plain.length + sealedBoxOverheadBytes);
      expect(Buffer.from(sodium.crypto_box_seal_open(box, publicKey, privateKey)).equals(plain)).toBe(true);
      expect(Buffer.from(open(box)!).equals(plain)).toBe(true);
      expect(openOther(box)).toBeNull();
      const damaged = Buffer.from(box);
      damaged[damaged.length - 1]! ^= 1;
      expect(open(damaged)).toBeNull();
    }
    expect(Buffer.compare(boxes[0]!, boxes[1]!)).not.toBe(0);
    expect(Buffer.compare(boxes[2]!, boxes[3]!)).toBe(0);
  }
  expect(open(Buffer.from('short'))).toBeNull();
  const anotherSeed = await createBoxSealer(publicKey, Buffer.alloc(32, 8));
  const text = Buffer.from('a secret');
  expect(Buffer.compare(sealer.sealSteadily(text), anotherSeed.sealSteadily(text))).not.toBe(0);
  await expect(createBoxSealer(publicKey, Buffer.alloc(3))).rejects.toThrow(RangeError);
});
