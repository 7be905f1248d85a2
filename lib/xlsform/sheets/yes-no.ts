const words = new Map<string, boolean>(
  ['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'true()']
    .map((word): [string, boolean] => [word, true])
    .concat(['no', 'No', 'NO', 'false', 'False', 'FALSE', 'false()'].map((word) => [word, false])),
);

/** What a word of agreement or refusal says; undefined when it is neither. */
export function parseYesNo(word: string | undefined): boolean | undefined {
  return word === undefined ? undefined : words.get(word);
}
