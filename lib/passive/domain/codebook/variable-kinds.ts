/** What values of a variable can be, each a bit: a variable may have been several of them. */
export const kindBits = { string: 1, integer: 2, number: 4, boolean: 8, null: 16, list: 32, object: 64 } as const;

/** `integer`: written without fraction and exponent; `number`: with one. */
export type VariableKind = keyof typeof kindBits;

/** All kinds in the order in which they are shown. */
export const variableKinds = Object.keys(kindBits) as VariableKind[];

/** The kinds of which a bit is set, in the order of {@link variableKinds}. */
export function kindsOf(bits: number): VariableKind[] {
  return variableKinds.filter((kind) => (bits & kindBits[kind]) !== 0);
}
