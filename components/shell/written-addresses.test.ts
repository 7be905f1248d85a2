import { expect, test } from 'vitest';
import { createWrittenAddresses } from './written-addresses.ts';

test('reg-24 what was written last is the newest until the router has drawn it', () => {
  const written = createWrittenAddresses();
  expect(written.newest('/places')).toBeNull();
  written.wrote('/places', 'pane=map');
  written.wrote('/places', '');
  // The router draws the first, and the address bar says so for a moment.
  written.drew('/places', 'pane=map');
  expect(written.newest('/places')).toBe('');
  written.drew('/places', '');
  expect(written.newest('/places')).toBeNull();
});

test('reg-24 drawing the last of several draws those before it too', () => {
  const written = createWrittenAddresses();
  for (const query of ['a=1', 'a=2', 'a=1']) written.wrote('/places', query);
  written.drew('/places', 'a=1');
  expect(written.newest('/places')).toBeNull();
});

test('reg-24 a link, another page, or going back ends what was written', () => {
  const written = createWrittenAddresses();
  written.wrote('/places', 'pane=map');
  expect(written.newest('/sources')).toBeNull();
  written.drew('/places', 'version=2');
  expect(written.newest('/places')).toBeNull();
  written.wrote('/places', 'pane=map');
  written.forget();
  expect(written.newest('/places')).toBeNull();
});
