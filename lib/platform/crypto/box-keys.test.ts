import sodium from 'libsodium-wrappers';
import { expect, test } from 'vitest';
import { boxPublicKeyOf, newBoxKeyPair } from './box-keys.ts';

test('pdk-03 a new key pair opens what libsodium boxes for it', async () => {
  await sodium.ready;
  const server = newBoxKeyPair();
  const fleet = newBoxKeyPair();
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64'));
  const nonce = sodium.randombytes_buf(sodium.crypto_box_NONCEBYTES);
  const box = sodium.crypto_box_easy('12 °C', nonce, bytes(server.publicKey), bytes(fleet.privateKey));
  const opened = sodium.crypto_box_open_easy(box, nonce, bytes(fleet.publicKey), bytes(server.privateKey));
  expect(Buffer.from(opened).toString()).toBe('12 °C');
  expect(bytes(server.privateKey)).toHaveLength(32);
});

test('pdk-03 the public key follows from the private one', () => {
  const pair = newBoxKeyPair();
  expect(boxPublicKeyOf(pair.privateKey)).toBe(pair.publicKey);
});
