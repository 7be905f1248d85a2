import { type Expression, type FunctionName, functionArity, parsePeriod } from '#lib/sensors/index.ts';
import { refuseQuery } from './refuse-query.ts';
import { splitIndexes } from './split-indexes.ts';
import { type FilterToken, tokenizeFilter } from './tokenize-filter.ts';

/** Operators by how tightly they bind, loosest first (OGC 18-088, table 22). */
const levels = [['or'], ['and'], ['eq', 'ne', 'gt', 'ge', 'lt', 'le'], ['add', 'sub'], ['mul', 'div', 'mod']] as const;
type Operator = (typeof levels)[number][number];
/** Place of comparisons among them. */
const comparisonLevel = 2;

/** Deepest nesting that is read: the reader and the database go down by it. */
const maxDepth = 40;
/** Most operators and calls of one filter. */
const maxParts = 400;

/** Reads a `$filter` into a tree. Throws `input_invalid`, saying what was expected. */
export function parseFilter(text: string): Expression {
  const reader = new FilterReader(tokenizeFilter(text));
  const expression = reader.level(0, 0);
  reader.take('end');
  return expression;
}

class FilterReader {
  readonly #tokens: readonly FilterToken[];
  #at = 0;
  #parts = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  get #next(): FilterToken {
    return this.#tokens[this.#at] ?? { kind: 'end', value: 'the end' };
  }

  take(kind: FilterToken['kind']): FilterToken {
    const token = this.#next;
    if (token.kind !== kind) throw this.#unexpected(kind === 'end' ? 'an operator or the end' : `"${kind}"`);
    this.#at += 1;
    return token;
  }

  level(level: number, depth: number): Expression {
    const operators: readonly string[] | undefined = levels[level];
    if (!operators) return this.#unary(depth);
    let left = this.level(level + 1, depth);
    while (this.#next.kind === 'word' && operators.includes(this.#next.value)) {
      const by = this.#next.value as Operator;
      this.#at += 1;
      this.#count();
      left = join(by, left, this.level(level + 1, depth));
    }
    return left;
  }

  #unary(depth: number): Expression {
    if (depth > maxDepth) throw refuseQuery('$filter', 'It is nested too deeply.');
    const token = this.#next;
    if (token.kind === 'word' && token.value === 'not') {
      this.#at += 1;
      this.#count();
      // By the table it binds tighter than a comparison, but clients write `not a lt b`, which can mean one thing alone.
      return { kind: 'not', of: this.level(comparisonLevel, depth + 1) };
    }
    if (token.kind === '(') {
      this.#at += 1;
      const inner = this.level(0, depth + 1);
      this.take(')');
      return inner;
    }
    if (token.kind === 'end' || token.kind === ')' || token.kind === ',') throw this.#unexpected('a value');
    this.#at += 1;
    return token.kind === 'word' ? this.#named(token.value, depth) : literal(token);
  }

  #named(word: string, depth: number): Expression {
    if (this.#next.kind === '(') return this.#call(word, depth);
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
    if (word === 'null') return { kind: 'null' };
    const names = word.split('/').flatMap(splitIndexes);
    if (names.includes('')) throw refuseQuery('$filter', `"${word}" is no property.`);
    return { kind: 'path', names };
  }

  #call(name: string, depth: number): Expression {
    if (!Object.hasOwn(functionArity, name)) throw refuseQuery('$filter', `There is no function "${name}".`);
    const known = name as FunctionName;
    this.#count();
    this.take('(');
    const args: Expression[] = [];
    while (this.#next.kind !== ')') {
      if (args.length > 0) this.take(',');
      args.push(this.level(0, depth + 1));
    }
    this.take(')');
    const [least, most] = functionArity[known];
    if (args.length < least || args.length > most) {
      const wanted = least === most ? String(least) : `${String(least)} or ${String(most)}`;
      throw refuseQuery('$filter', `${name} takes ${wanted} values, not ${String(args.length)}.`);
    }
    return { kind: 'call', name: known, args };
  }

  #count(): void {
    this.#parts += 1;
    if (this.#parts > maxParts) throw refuseQuery('$filter', 'It has too many parts.');
  }

  #unexpected(wanted: string): Error {
    return refuseQuery('$filter', `Expected ${wanted}, found "${this.#next.value}".`);
  }
}

function join(by: Operator, left: Expression, right: Expression): Expression {
  if (by === 'and' || by === 'or') return { kind: 'logic', by, left, right };
  if (by === 'add' || by === 'sub' || by === 'mul' || by === 'div' || by === 'mod') {
    return { kind: 'calculate', by, left, right };
  }
  return { kind: 'compare', by, left, right };
}

function literal(token: FilterToken): Expression {
  if (token.kind === 'number') return { kind: 'number', value: Number(token.value) };
  if (token.kind === 'time') return periodOf(token.value);
  if (token.kind === 'typed') {
    if (token.type.startsWith('date')) return periodOf(token.value);
    if (token.type === 'duration') return { kind: 'duration', value: token.value };
    return { kind: 'geometry', value: token.value };
  }
  return { kind: 'text', value: token.value };
}

function periodOf(text: string): Expression {
  const value = parsePeriod(text);
  if (!value) throw refuseQuery('$filter', `"${text}" is no time.`);
  return { kind: 'period', value };
}
