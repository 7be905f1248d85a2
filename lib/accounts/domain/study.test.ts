import { expect, test } from 'vitest';
import {
  curve25519KeySchema,
  defaultAddresses,
  deviceSettings,
  renameRuleSchema,
  studyAddresses,
  studyKeySchema,
} from './study.ts';

test.each(['sleep', 'sleep-2026', 'a1', 'org.example.app', 'arm_b', '2026'])('accounts: %s is a study key', (key) => {
  expect(studyKeySchema.parse(key)).toBe(key);
});

test.each(['', 'a', 'Sleep', '_sleep', 'a-_b', '-sleep', 'sleep-', 'a--b', 'a/b', '../x', 'data', 'x'.repeat(41)])(
  'accounts: "%s" is no study key',
  (key) => {
    expect(studyKeySchema.safeParse(key).success).toBe(false);
  },
);

test('pdk-01 a study has its own intake address, and the default one stands under /data/', () => {
  expect(studyAddresses('https://cairn.example/', { key: 'sleep' }).addBundle).toBe(
    'https://cairn.example/studies/sleep/data/add-bundle.json',
  );
  expect(defaultAddresses('https://cairn.example').appConfig).toBe('https://cairn.example/data/app-config.json');
});

test('accounts: device settings carry the address and the server key a device encrypts for', () => {
  expect(deviceSettings('https://cairn.example', { key: 'sleep', serverPublicKey: 'K' })).toMatchObject({
    transmitters: [{ 'upload-uri': 'https://cairn.example/studies/sleep/data/add-bundle.json', 'server-key': 'K' }],
  });
});

test('accounts: a rename rule needs a regular expression that can be read', () => {
  expect(renameRuleSchema.safeParse({ pattern: '^old-(.*)$', replacement: '$1' }).success).toBe(true);
  expect(renameRuleSchema.safeParse({ pattern: '(', replacement: '' }).success).toBe(false);
});

test('accounts: a key is 32 bytes in Base64', () => {
  expect(curve25519KeySchema.safeParse(Buffer.alloc(32, 7).toString('base64')).success).toBe(true);
  expect(curve25519KeySchema.safeParse(Buffer.alloc(31, 7).toString('base64')).success).toBe(false);
});
