import { existsSync, readdirSync } from 'node:fs';
import { runProgram } from './testing/suite.ts';

const [name = '', ...args] = process.argv.slice(2);
const file = `e2e/bench/${name}.ts`;

if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const known = readdirSync('e2e/bench').flatMap((entry) => (entry.endsWith('.ts') ? [entry.slice(0, -3)] : []));
  process.stderr.write(`Name a benchmark: npm run bench <${known.join('|')}>\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await runProgram([process.execPath, '--expose-gc', file, ...args]);
}
