/** Parts of the settings, in the order of the line above them. */
export const settingsParts = [
  'organization',
  'people',
  'roles',
  'studies',
  'tokens',
  'publishers',
  'brokers',
  'audit',
  'installation',
  'backups',
] as const;

export type SettingsPart = (typeof settingsParts)[number];
