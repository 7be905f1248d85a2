/** The lists of the inventory of sensors, in the order of their line. */
export const inventoryParts = [
  'models',
  'protocols',
  'quantities',
  'addresses',
  'installations',
  'memberships',
] as const;
export type InventoryPart = (typeof inventoryParts)[number];
