export { parseInput } from '../problems/parse-input.ts';
