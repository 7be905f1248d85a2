import { expect, it } from 'vitest';
import { findTemplateFlaw, matchTopic, toTopicFilter } from './topic-template.ts';

it('man-35 a template becomes the filter that a broker knows', () => {
  expect(toTopicFilter('site/{node}/{quantity}')).toBe('site/+/+');
  expect(toTopicFilter('v3/+/devices/+/up')).toBe('v3/+/devices/+/up');
});

it('man-35 a topic says node and quantity where the template has them', () => {
  expect(matchTopic('site/{node}/{quantity}', 'site/A1/co2')).toEqual({ node: 'A1', quantity: 'co2' });
  expect(matchTopic('site/{node}/#', 'site/A1/deep/down')).toEqual({ node: 'A1', quantity: null });
  expect(matchTopic('site/#', 'site')).toEqual({ node: null, quantity: null });
  expect(matchTopic('site/+/x', 'site/A1/x')).toEqual({ node: null, quantity: null });
  for (const topic of ['site/A1', 'site/A1/co2/more', 'other/A1/co2'])
    expect(matchTopic('site/{node}/{quantity}', topic), topic).toBeNull();
});

it.each(['', 'a/#/b', 'a/b+', 'a/{thing}', 'a/x{node}', '{node}/{node}', 'a\nb', 'x'.repeat(1001)])(
  'man-35 %j is no template',
  (template) => {
    expect(findTemplateFlaw(template)).not.toBeNull();
  },
);

it.each(['#', '+', 'a/+/#', 'cairn/{node}/{quantity}', 'application/+/device/+/event/up'])(
  'man-35 %j is one',
  (template) => {
    expect(findTemplateFlaw(template)).toBeNull();
  },
);
