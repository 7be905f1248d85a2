/**
 * Everything a role can allow, as `noun.verb`. Roles are sets of these; code asks for verbs, never for roles.
 * The sentence is what the roles page shows.
 */
export const verbDescriptions = {
  'organization.manage': 'Rename the organization and archive it',
  'users.read': 'See the people of the organization',
  'users.manage': 'Invite people, give and take roles',
  'roles.manage': 'Create and change custom roles',
  'tokens.manage': 'Create and revoke API tokens',
  'audit.read': 'Read the audit log',
  'donations.manage': 'Ask participants for donated archives and see what came',
  'donations.open': 'Open donated archives',
  'studies.read': 'See studies and their addresses',
  'studies.manage': 'Create studies and change their settings',
  'sources.read': 'See sources and what they sent',
  'sources.manage': 'Rename, group, suppress and archive sources',
  'alerts.manage': 'Write alert rules and choose who is told',
  'sources.erase': 'Erase, merge and split sources with all they sent',
  'passive.read': 'See points, charts and tracks',
  'passive.quarantine': 'Edit, replay and dismiss quarantined data',
  'passive.configure': 'Change device configurations',
  'passive.export': 'Order and download exports',
  'destinations.manage': 'Choose where exports and backups are delivered to',
  'intake.send': 'Send data as a device',
  'tasks.read': 'See tasks, their logs and results',
  'tasks.manage': 'Stop and retry the tasks of others',
  'health.read': 'See the health of the system',
  'registry.read': 'See places',
  'registry.edit': 'Create and change places',
  'registry.review': 'Decide on proposed changes of places',
  'registry.restore': 'Bring back former states of places',
  'registry.publish': 'Choose the version of places that everybody works with',
  'collection.submit': 'Send forms and data',
} as const;

export type Verb = keyof typeof verbDescriptions;

export const verbs = Object.keys(verbDescriptions) as Verb[];
