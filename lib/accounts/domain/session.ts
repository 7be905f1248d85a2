/** A browser that is signed in, as its person sees it. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** As the browser says, shortened. */
  readonly userAgent: string;
}
