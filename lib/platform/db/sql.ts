/** A parameterised statement: text with $1…$n and its values. */
export interface SqlStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Gives up, and the connection with it, when the database has not answered for so long; absent: never. */
  readonly timeoutMs?: number;
}

class Fragment implements SqlStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly strings: readonly string[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
    this.text = strings.reduce((text, part, index) => (index === 0 ? part : `${text}$${String(index)}${part}`), '');
  }
}

/**
 * Tagged template for SQL: every `${value}` becomes a parameter, every `${sql`…`}` is spliced in as a fragment.
 * Nothing is ever quoted into the text; identifiers go through {@link identifier}.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlStatement {
  const parts: string[] = [strings[0] ?? ''];
  const flat: unknown[] = [];
  values.forEach((value, index) => {
    const next = strings[index + 1] ?? '';
    if (value instanceof Fragment) {
      parts[parts.length - 1] = `${parts.at(-1) ?? ''}${value.strings[0] ?? ''}`;
      parts.push(...value.strings.slice(1));
      flat.push(...value.values);
      parts[parts.length - 1] = `${parts.at(-1) ?? ''}${next}`;
    } else {
      flat.push(value);
      parts.push(next);
    }
  });
  return new Fragment(parts, flat);
}

/** Joins fragments (`sql.and`-style lists). An empty list gives an empty fragment. */
export function joinSql(
  fragments: readonly SqlStatement[],
  separator: ', ' | ' AND ' | ' OR ' | ' UNION ' | ' UNION ALL ',
): SqlStatement {
  return fragments.reduce<SqlStatement>(
    (joined, fragment, index) => (index === 0 ? sql`${fragment}` : sql`${joined}${rawSql(separator)}${fragment}`),
    rawSql(''),
  );
}

/** A quoted identifier of our own making (partition names, column lists); refuses anything but [a-z0-9_]. */
export function identifier(name: string): SqlStatement {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new TypeError(`not an identifier: ${name}`);
  return rawSql(`"${name}"`);
}

/** SQL text of our own making, spliced in as it is. Never pass anything that came from outside. */
export function rawSql(text: string): SqlStatement {
  return new Fragment([text], []);
}
