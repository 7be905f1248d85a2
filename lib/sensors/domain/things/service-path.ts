/** Where the SensorThings service of those who sign in begins, behind the origin. */
export const servicePath = '/sta/v1.1';

const openPattern = /^\/sta\/public\/([1-9]\d{0,14})\/v1\.1(?=\/|$)/;

/** Where the service begins that everybody may read of one organization, by the integer id of that. */
export function openServicePath(organization: string): string {
  return `/sta/public/${organization}/v1.1`;
}

/** Integer id of the organization whose open service an address is of; null: it is of none. */
export function organizationOfPath(path: string): string | null {
  return openPattern.exec(path)?.[1] ?? null;
}
