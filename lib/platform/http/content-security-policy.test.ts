import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

test('platform: the policy allows no host but our own', () => {
  const policy = contentSecurityPolicy({ nonce: 'abc', tileUrls: [] });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toMatch(/https?:/);
  expect(policy).not.toContain('unsafe-eval');
  expect(policy.split('; ').find((part) => part.startsWith('script-src'))).not.toContain('unsafe-inline');
});

test('platform: the policy lets images of the configured tile server in, and nothing else of it', () => {
  const policy = contentSecurityPolicy({
    nonce: 'abc',
    tileUrls: ['https://{s}.tiles.example.org/{z}/{x}/{y}.png?key=1', 'https://sky.example.org/{z}/{x}/{y}'],
  });
  const withTiles = policy.split('; ').filter((part) => part.includes('tiles.example.org'));
  expect(withTiles).toEqual(["img-src 'self' data: blob: https://*.tiles.example.org https://sky.example.org"]);
  expect(contentSecurityPolicy({ nonce: 'abc', tileUrls: ["x'; script-src *"] })).not.toContain('script-src *');
});

test('man-18 the policy lets other sites frame a page that is made for it, and no other page', () => {
  expect(contentSecurityPolicy({ nonce: 'abc', tileUrls: [] })).toContain("frame-ancestors 'none'");
  const framable = contentSecurityPolicy({ nonce: 'abc', tileUrls: [], isFramable: true });
  expect(framable).toMatch(/; frame-ancestors \*$/);
  expect(framable).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
});
