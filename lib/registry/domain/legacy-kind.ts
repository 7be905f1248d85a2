/** Things of the registry that old protocols name by integers. */
export type LegacyKind = 'unit' | 'type' | 'group' | 'groupSet' | 'pyramid' | 'version' | 'comment';
