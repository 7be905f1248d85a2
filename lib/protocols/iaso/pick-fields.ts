import { readList, type Params } from './read-params.ts';

/**
 * Members that `fields=a,b` asks for (spec iaso-georegistry 3): gives a function that leaves the others out of a row.
 * Without the parameter, or with `:all`, rows stay whole; names of no member are passed over, as in the replaced system.
 */
export function fieldPicker(params: Params): <Row extends object>(row: Row) => object {
  const wanted = readList(params, 'fields');
  if (wanted === undefined || wanted.includes(':all')) return (row) => row;
  const names = new Set(wanted);
  return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}
