/** Smallest id of what SensorThings clients made; the inventory's legacy ids stay far below (see the tables' sequences). */
const firstClientId = 1_000_000_000_000_000n;

/** True for an id of something that a client made; false for the inventory's, and for what is no id. */
export function isClients(id: string): boolean {
  return /^\d{1,18}$/.test(id) && BigInt(id) >= firstClientId;
}
