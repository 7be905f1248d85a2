/** The filter of the log as it stands in the address; null: not filtered by it. */
export interface AuditFilterValues {
  readonly actor: string | null;
  readonly action: string | null;
  readonly studyId: string | null;
  /** ISO 8601, half-open range. */
  readonly from: string | null;
  readonly to: string | null;
}
