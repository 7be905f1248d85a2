import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { type FunctionName, isPeriodFunction } from '../../domain/things/expression.ts';
import { compilePeriodCall } from './compile-period-call.sql.ts';
import { asKind, asPeriod, type CompiledValue } from './compiled-value.sql.ts';

type Args = readonly CompiledValue[];
const nothing: CompiledValue = { kind: 'null' };

/** A call of a function of filters as SQL. Throws `input_invalid` for values of the wrong kind. */
export function compileCall(name: FunctionName, args: Args): CompiledValue {
  const [first = nothing, second = nothing, third = nothing] = args;
  if (isPeriodFunction(name)) return truth(compilePeriodCall(name, first, second));
  const text = (value: CompiledValue) => asKind(value, 'text', name);
  const number = (value: CompiledValue) => asKind(value, 'number', name);
  const at = () => asPeriod(first, name).from;
  switch (name) {
    case 'substringof':
      return truth(sql`(strpos(${text(second)}, ${text(first)}) > 0)`);
    case 'startswith':
      return truth(sql`starts_with(${text(first)}, ${text(second)})`);
    case 'endswith':
      return truth(sql`(right(${text(first)}, char_length(${text(second)})) = ${text(second)})`);
    case 'length':
      return amount(sql`char_length(${text(first)})::float8`);
    case 'indexof':
      return amount(sql`(strpos(${text(first)}, ${text(second)}) - 1)::float8`);
    case 'substring': {
      const from = sql`(${number(second)})::int + 1`;
      if (third.kind === 'null') return words(sql`substr(${text(first)}, ${from})`);
      return words(sql`substr(${text(first)}, ${from}, greatest((${number(third)})::int, 0))`);
    }
    case 'tolower':
      return words(sql`lower(${text(first)})`);
    case 'toupper':
      return words(sql`upper(${text(first)})`);
    case 'trim':
      return words(sql`btrim(${text(first)})`);
    case 'concat':
      return words(sql`(${text(first)} || ${text(second)})`);
    case 'round':
      // Away from zero at halves, as people round; of a float8 the server would go to the even one.
      return amount(sql`round((${number(first)})::numeric)::float8`);
    case 'floor':
      return amount(sql`floor(${number(first)})`);
    case 'ceiling':
      return amount(sql`ceil(${number(first)})`);
    case 'now':
      return instant(rawSql('now()'));
    case 'mindatetime':
      return instant(rawSql(`'-infinity'::timestamptz`));
    case 'maxdatetime':
      return instant(rawSql(`'infinity'::timestamptz`));
    case 'totaloffsetminutes':
      // Kept in UTC.
      return amount(sql`(0 * extract(year FROM ${at()}))::float8`);
    case 'date':
      return instant(sql`(date_trunc('day', ${at()}, 'UTC'))`);
    case 'time':
      return words(sql`to_char(${at()} AT TIME ZONE 'UTC', 'HH24:MI:SS')`);
    case 'fractionalseconds':
      return amount(sql`mod(extract(microseconds FROM ${at()})::numeric, 1000000)::float8 / 1000000`);
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'minute':
      return amount(sql`extract(${rawSql(name)} FROM ${at()} AT TIME ZONE 'UTC')::float8`);
    case 'second':
      return amount(sql`floor(extract(second FROM ${at()} AT TIME ZONE 'UTC'))::float8`);
    default:
      return compilePlace(name, args);
  }
}

const relations = {
  'geo.intersects': 'ST_Intersects',
  st_equals: 'ST_Equals',
  st_disjoint: 'ST_Disjoint',
  st_touches: 'ST_Touches',
  st_within: 'ST_Within',
  st_overlaps: 'ST_Overlaps',
  st_crosses: 'ST_Crosses',
  st_intersects: 'ST_Intersects',
  st_contains: 'ST_Contains',
} as const;

type PlaceFunction = keyof typeof relations | 'geo.distance' | 'geo.length' | 'st_relate';

function compilePlace(name: PlaceFunction, [first = nothing, second = nothing, third = nothing]: Args): CompiledValue {
  const place = (value: CompiledValue) => sql`ST_Force2D(${asKind(value, 'geometry', name)})`;
  // Degrees, as the coordinates are: what the standard's example and other servers answer.
  if (name === 'geo.distance') return amount(sql`ST_Distance(${place(first)}, ${place(second)})`);
  if (name === 'geo.length') return amount(sql`ST_Length(${place(first)})`);
  if (name === 'st_relate') {
    return truth(sql`ST_Relate(${place(first)}, ${place(second)}, ${asKind(third, 'text', name)})`);
  }
  return truth(sql`${rawSql(relations[name])}(${place(first)}, ${place(second)})`);
}

const truth = (part: SqlStatement): CompiledValue => ({ kind: 'boolean', sql: part });
const amount = (part: SqlStatement): CompiledValue => ({ kind: 'number', sql: part });
const words = (part: SqlStatement): CompiledValue => ({ kind: 'text', sql: part });
const instant = (part: SqlStatement): CompiledValue => ({ kind: 'period', from: part, to: part, isInstant: true });
