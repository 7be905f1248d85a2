import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyMemberPath, isDataName, listItems, memberPath, pathSteps } from './variable-path.ts';

describe('variable paths', () => {
  it('pdk-45 a path of any names reads back as the steps it was made of', () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(names, (steps) => {
        const path = steps.reduce((parent, name) => memberPath(parent, name), '');
        expect(pathSteps(path)).toEqual(steps.map((member) => ({ member })));
      }),
    );
  });

  it('pdk-45 lists, any members and names of the wire are told apart', () => {
    expect(pathSteps(memberPath(`events${listItems}`, 'package'))).toEqual([
      { member: 'events' },
      'items',
      { member: 'package' },
    ]);
    expect(pathSteps(anyMemberPath('durations'))).toEqual([{ member: 'durations' }, 'any']);
    expect(memberPath('durations', '*')).toBe('durations["*"]');
    expect(memberPath('', 'step-count')).toBe('step-count');
    expect(pathSteps('a..b[')).toBeNull();
  });

  it.each(['+256 772 123456', 'anna@example.org', '0190c3a2-3d5e-7cc1-8000-000000000001', '20260105', ''])(
    'pdk-45 a name that is data makes no variable of its own: %s',
    (name) => {
      expect(isDataName(name)).toBe(true);
    },
  );

  it.each(['level', 'step-count', 'x1', 'daily-summary-steps', 'org.example.app'])(
    'pdk-45 a name stays one: %s',
    (name) => {
      expect(isDataName(name)).toBe(false);
    },
  );
});
