import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { toProblem } from './to-problem.ts';

const codeOf = (fields: object, message = 'x') => toProblem(Object.assign(new Error(message), fields)).code;

describe('toProblem', () => {
  it('platform: a database that is away, full or starting is unavailable, not our fault', () => {
    for (const code of ['08006', '53100', '53300', '57P03', 'P1001', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'])
      expect(codeOf({ code }), code).toBe('database_unavailable');
    expect(codeOf({ code: 'ENOENT', syscall: 'connect' })).toBe('database_unavailable');
    expect(codeOf({}, 'Connection terminated due to connection timeout')).toBe('database_unavailable');
    expect(codeOf({}, 'timeout exceeded when trying to connect')).toBe('database_unavailable');
  });

  it('platform: anything else is ours, and what was thrown on purpose stays', () => {
    expect(codeOf({ code: '23505' })).toBe('internal');
    expect(codeOf({ code: 'ENOENT', syscall: 'open' })).toBe('internal');
    expect(toProblem(null).code).toBe('internal');
    expect(toProblem('text').code).toBe('internal');
    const problem = new Problem('not_found');
    expect(toProblem(problem)).toBe(problem);
  });
});
