/** Services that wake phones: Firebase Cloud Messaging, and Apple's. */
export const pushServices = ['fcm', 'apns'] as const;
export type PushService = (typeof pushServices)[number];

/** What became of a push; reasons are the service's own words, without the token. */
export type PushOutcome =
  | { readonly kind: 'accepted' }
  /** The service says that the token will never work again. */
  | { readonly kind: 'dead'; readonly reason: string }
  /** Nobody was woken; `isPassing`: it may work later. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isPassing: boolean };

/** Small texts that the app gets; nothing is shown to the person. */
export type PushData = Readonly<Record<string, string>>;

/** Sends silent pushes through one service; opens what it needs on first use. Never throws for what a service says. */
export interface PushSender {
  send(token: string, data: PushData): Promise<PushOutcome>;
  /** Lets go of connections. */
  close(): void;
}

/** The senders of this installation; null: the service is not set up. */
export type PushSenders = Readonly<Record<PushService, PushSender | null>>;

/** How long a service may take for one push, ms. */
export const pushTimeoutMs = 10_000;

/** What could not be sent at all, as an outcome: the line was bad, so another try may work. */
export function unreachable(error: unknown): PushOutcome {
  const { cause } = error as { readonly cause?: unknown };
  const code = [error, cause].map((one) => (one as { readonly code?: unknown } | undefined)?.code).find(Boolean);
  const reason = typeof code === 'string' ? code : error instanceof Error ? error.name : 'unreachable';
  return { kind: 'failed', reason, isPassing: true };
}
