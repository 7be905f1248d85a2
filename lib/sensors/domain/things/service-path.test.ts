import { expect, it } from 'vitest';
import { openServicePath, organizationOfPath } from './service-path.ts';

it('man-33 an open service is told from its address, and from no other', () => {
  expect(organizationOfPath(openServicePath('12'))).toBe('12');
  expect(organizationOfPath(`${openServicePath('12')}/Things(1)`)).toBe('12');
  for (const path of [
    '/sta/v1.1/Things',
    '/sta/public/0/v1.1',
    '/sta/public/1/v1.10',
    '/sta/public/x/v1.1',
    '/sta/public/1',
  ]) {
    expect(organizationOfPath(path), path).toBeNull();
  }
});
