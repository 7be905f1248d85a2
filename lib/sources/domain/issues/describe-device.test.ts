import { expect, it } from 'vitest';
import { describeDevice } from './describe-device.ts';

it.each([
  [
    'Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)',
    { app: 'Meadow', appVersion: '4.1', platform: 'Android 14 SDK 34', model: 'Acme P7', manufacturer: 'Acme' },
  ],
  [
    'Meadow/4.1 Passive Data Kit/1.0 (iOS 16.4; iPhone12,1)',
    { app: 'Meadow', appVersion: '4.1', platform: 'iOS 16.4', model: 'iPhone12,1', manufacturer: 'Apple' },
  ],
  // No parentheses: the old server fell over here.
  ['curl/8.1', { app: 'curl', appVersion: '8.1', platform: '', model: '', manufacturer: '' }],
  ['Meadow', { app: 'Meadow', appVersion: '', platform: '', model: '', manufacturer: '' }],
  ['', { app: '', appVersion: '', platform: '', model: '', manufacturer: '' }],
  ['X/1 (Android 9; P7', { app: 'X', appVersion: '1', platform: '', model: '', manufacturer: '' }],
])('pdk-25 the device behind "%s"', (userAgent, device) => {
  expect(describeDevice(userAgent)).toEqual(device);
});
