import { plainNamePattern } from './names.ts';

/** How a token may be used: what an operand ends with, what joins two, what stands before one. */
interface Token {
  readonly kind: 'number' | 'literal' | 'name' | 'reference' | 'symbol';
  readonly text: string;
}

const scanner = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    String.raw`(?<number>\d+(?:\.\d*)?|\.\d+)`,
    `(?<literal>"[^"]*"|'[^']*')`,
    String.raw`(?<reference>\$\{\s*(?:last-saved#)?${plainNamePattern}\s*\})`,
    String.raw`(?<name>${plainNamePattern}(?::(?!:)(?:${plainNamePattern}|\*))?)`,
    String.raw`(?<symbol>::|//|\.\.|<=|>=|!=|[./()\[\]@,|+\-=<>*])`,
  ].join('|'),
  'uy',
);

const wordOperators: ReadonlySet<string> = new Set(['and', 'or', 'mod', 'div']);
const symbolOperators: ReadonlySet<string> = new Set(['|', '+', '-', '=', '!=', '<', '<=', '>', '>=', '*']);
const nodeTypes: ReadonlySet<string> = new Set(['node', 'text', 'comment', 'processing-instruction']);
/** Deeper brackets are no work of a person. */
const maxDepth = 200;

class SyntaxFault extends Error {}

/**
 * Says what is wrong with the syntax of an XPath 1.0 expression as forms have them, `${name}` standing for a path; null
 * when it can be read. It knows nothing of what functions and paths there are.
 */
export function findSyntaxFault(expression: string): string | null {
  try {
    new Grammar(scan(expression)).whole();
    return null;
  } catch (error) {
    if (error instanceof SyntaxFault) return error.message;
    throw error;
  }
}

function scan(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    scanner.lastIndex = at;
    const groups = scanner.exec(expression)?.groups;
    if (!groups) throw new SyntaxFault(`'${excerpt(expression.slice(at))}' cannot be read`);
    for (const kind of ['number', 'literal', 'name', 'reference', 'symbol'] as const) {
      const text = groups[kind];
      if (text !== undefined) tokens.push({ kind, text });
    }
    at = scanner.lastIndex;
  }
  return tokens;
}

function excerpt(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

/** Reads tokens by the grammar of XPath 1.0; precedence does not matter to whether they fit. */
class Grammar {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): void {
    this.#expression();
    if (this.#token) throw this.#unexpected();
  }

  get #token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #isNext(...texts: readonly string[]): boolean {
    const token = this.#token;
    return token?.kind === 'symbol' && texts.includes(token.text);
  }

  #take(...texts: readonly string[]): boolean {
    if (!this.#isNext(...texts)) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (this.#take(text)) return;
    throw this.#token ? this.#unexpected() : new SyntaxFault(`a '${text}' is missing at the end`);
  }

  #unexpected(): SyntaxFault {
    return new SyntaxFault(
      this.#token ? `'${excerpt(this.#token.text)}' cannot stand where it does` : 'something is missing at the end',
    );
  }

  #expression(): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new SyntaxFault('brackets are nested too deep');
    do {
      while (this.#take('-'));
      this.#path();
    } while (this.#takeOperator());
    this.#depth -= 1;
  }

  #takeOperator(): boolean {
    const token = this.#token;
    const isOperator =
      (token?.kind === 'name' && wordOperators.has(token.text)) ||
      (token?.kind === 'symbol' && symbolOperators.has(token.text));
    if (isOperator) this.#at += 1;
    return isOperator;
  }

  #path(): void {
    if (this.#primary()) {
      this.#predicates();
      if (this.#take('/', '//')) this.#steps();
    } else if (this.#take('//')) this.#steps();
    else if (this.#take('/')) {
      if (this.#isStep()) this.#steps();
    } else this.#steps();
  }

  /** A value that is no step of a path; false when none stands here. */
  #primary(): boolean {
    const kind = this.#token?.kind;
    if (kind === 'number' || kind === 'literal' || kind === 'reference') {
      this.#at += 1;
      return true;
    }
    if (this.#take('(')) {
      this.#expression();
      this.#need(')');
      return true;
    }
    if (!this.#isCall() || nodeTypes.has(this.#token?.text ?? '')) return false;
    this.#at += 1;
    this.#arguments();
    return true;
  }

  #isCall(): boolean {
    const next = this.#tokens[this.#at + 1];
    return this.#token?.kind === 'name' && next?.kind === 'symbol' && next.text === '(';
  }

  #arguments(): void {
    this.#need('(');
    if (this.#take(')')) return;
    do this.#expression();
    while (this.#take(','));
    this.#need(')');
  }

  #isStep(): boolean {
    return this.#token?.kind === 'name' || this.#isNext('.', '..', '@', '*');
  }

  #steps(): void {
    do this.#step();
    while (this.#take('/', '//'));
  }

  #step(): void {
    if (!this.#take('.', '..')) {
      if (!this.#take('@')) this.#axis();
      this.#nodeTest();
    }
    this.#predicates();
  }

  #axis(): void {
    const next = this.#tokens[this.#at + 1];
    if (this.#token?.kind === 'name' && next?.text === '::') this.#at += 2;
  }

  #nodeTest(): void {
    if (this.#take('*')) return;
    if (this.#token?.kind !== 'name') throw this.#unexpected();
    const isType = this.#isCall() && nodeTypes.has(this.#token.text);
    this.#at += 1;
    if (isType) this.#arguments();
  }

  #predicates(): void {
    while (this.#take('[')) {
      this.#expression();
      this.#need(']');
    }
  }
}
