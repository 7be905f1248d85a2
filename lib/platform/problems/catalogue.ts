/** What a failure means to the caller; each dialect maps it to its own status. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unavailable'
  | 'fault';

interface ProblemEntry {
  readonly kind: ProblemKind;
  /** The sentence a person reads when the occurrence has none of its own: what happened and the way out. */
  readonly message: string;
  /** A job that met it should try again later. */
  readonly retry?: boolean;
}

/** The closed list of problem codes. Messages are unique (tested), written for the person who reads them. */
export const problemCatalogue = {
  input_invalid: { kind: 'invalid', message: 'The request has fields that cannot be used; see the list of fields.' },
  body_not_json: { kind: 'invalid', message: 'The request body is not valid JSON.' },
  cursor_invalid: {
    kind: 'invalid',
    message: 'The page cursor is not one that this list has given out. Start from the first page.',
  },
  sign_in_required: { kind: 'unauthenticated', message: 'Sign in, or send a valid API token, to do this.' },
  sign_in_failed: { kind: 'unauthenticated', message: 'The e-mail address, password or code is not right.' },
  account_locked: {
    kind: 'unauthenticated',
    message: 'This account is locked after repeated failures. Wait, or reset the password by e-mail.',
  },
  second_factor_required: { kind: 'unauthenticated', message: 'Type the code that your authenticator app shows.' },
  no_organization: {
    kind: 'forbidden',
    message: 'Your account belongs to no organization at the moment. Ask the owner of yours to invite you again.',
  },
  reset_link_invalid: { kind: 'invalid', message: 'This link was used already or is too old. Ask for a new one.' },
  donation_link_invalid: {
    kind: 'absent',
    message: 'This link is too old, was closed or is not complete. Ask the people of the study for a new one.',
  },
  last_owner: {
    kind: 'conflict',
    message: 'An organization keeps at least one owner. Make somebody else an owner first.',
  },
  permission_missing: {
    kind: 'forbidden',
    message: 'Your role does not allow this. The owner of the organization can grant it.',
  },
  csrf_refused: {
    kind: 'forbidden',
    message: 'The request came from another site and was refused. Reload the page and try again.',
  },
  not_found: { kind: 'absent', message: 'There is no such thing here, or it is not yours to see.' },
  already_exists: { kind: 'conflict', message: 'Something with this name or key exists already. Choose another.' },
  state_conflict: {
    kind: 'conflict',
    message: 'It is not in a state that allows this any more. Reload to see how it stands.',
  },
  changed_meanwhile: {
    kind: 'conflict',
    message: 'Somebody else changed this since you read it. Look at what is new, then make your change again.',
  },
  pyramid_read_only: {
    kind: 'conflict',
    message: 'This pyramid is read-only: its units change by import alone. Open it for changes first.',
  },
  version_not_empty: {
    kind: 'conflict',
    message: 'The version holds units or groups already. Choose another, or replace what it holds.',
  },
  confirmation_missing: {
    kind: 'invalid',
    message: 'This changes what everybody works with. Read what it affects and confirm each point.',
  },
  type_in_circle: {
    kind: 'conflict',
    message: 'A type would be allowed under itself. Take one of the types out of the circle.',
  },
  type_in_use: { kind: 'conflict', message: 'Units have this type, so it cannot be removed. Give them another first.' },
  group_exclusive: {
    kind: 'conflict',
    message: 'A unit would be in two groups of a set that takes one. Take it out of the other first.',
  },
  body_too_large: { kind: 'too-large', message: 'The upload is larger than this server accepts.' },
  rate_limited: { kind: 'too-many', message: 'Too many requests. Wait a little and try again.' },
  database_unavailable: {
    kind: 'unavailable',
    message: 'The database does not answer. Try again in a moment.',
    retry: true,
  },
  storage_unavailable: {
    kind: 'unavailable',
    message: 'The file store does not take or give files at the moment.',
    retry: true,
  },
  push_not_set_up: {
    kind: 'conflict',
    message: 'No push service is set up here. The operator can do so with CAIRN_FCM_… and CAIRN_APNS_….',
  },
  destination_unavailable: {
    kind: 'unavailable',
    message: 'The destination does not answer, or did not take the file whole. It is tried again.',
    retry: true,
  },
  destination_refused: {
    kind: 'invalid',
    message: 'The destination refuses files as it is set up. Look at its address, its key and its folder.',
  },
  file_unreadable: {
    kind: 'invalid',
    message: 'The file is damaged, locked with a password, or of a kind that cannot be read here.',
  },
  file_over_limits: { kind: 'too-large', message: 'The file holds more than can be read at once. Split it.' },
  xform_invalid: { kind: 'invalid', message: 'The file is XML, but not an XForm that can be used.' },
  export_incomplete: {
    kind: 'fault',
    message: 'Some of the data could not be written to the archive; its log and its manifest name what is missing.',
  },
  task_worker_lost: {
    kind: 'fault',
    message: 'The worker that ran this task ended again and again before finishing it.',
  },
  intake_busy: {
    kind: 'unavailable',
    message: 'More uploads arrive than can be written. Send this one again in a moment.',
    retry: true,
  },
  bundle_not_stored: {
    kind: 'unavailable',
    message: 'The upload could not be stored and was not kept. Send it again.',
    retry: true,
  },
  config_invalid: { kind: 'fault', message: 'The configuration has values that cannot be used.' },
  internal: { kind: 'fault', message: 'Something went wrong on our side. The request id below finds it in the log.' },
} as const satisfies Record<string, ProblemEntry>;
