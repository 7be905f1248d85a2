import type { CheckedSource } from '#lib/sources/domain/alerts/checked-source.ts';
import type { FidelityState } from '#lib/sources/domain/fidelity/fidelity.ts';
import type { Search, Verdict } from './judge.ts';

/** A value in the latest point of a type. */
export interface LatestValue {
  /** When the device made the point. */
  readonly at: Date;
  /** The JSON value; undefined: the point has no such member. */
  readonly value: unknown;
}

/** What a check may ask about the sources at hand, set-wise: one look for all of them, each at most once. */
export interface CheckReadings {
  /** The value at a path (members, as `parseJsonPath` gives them) of each source's latest point of a type. */
  latestValues(type: string, path: readonly string[]): Promise<ReadonlyMap<string, LatestValue>>;
  /** When the latest point came of any of these types or app events (`*` at the end: any), by source. */
  latestSignals(signals: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** How each source delivers, as of the last look at all of them; those nobody looked at yet are missing. */
  fidelities(): Promise<ReadonlyMap<string, { readonly state: FidelityState; readonly lastContactAt: Date | null }>>;
  /** The newest observation of a quantity (by key) of each source. */
  latestObservations(quantity: string): Promise<ReadonlyMap<string, { readonly at: Date; readonly value: number }>>;
}

/** The sources a check looks at together, and when. */
export interface CheckLook {
  /** Sources of one study whose alerts are on. */
  readonly sources: readonly CheckedSource[];
  readonly now: Date;
  readonly readings: CheckReadings;
  readonly search: Search;
}

export interface CheckFinding extends Verdict {
  readonly sourceId: string;
}

/**
 * A status check: what plug-ins add, and what rules become. It says at most one thing of each source, and nothing of
 * those that are well. Throwing costs nobody but the check itself: its alerts stay as they are (pdk-22).
 */
export interface StatusCheck {
  /** Stable; kept with its alerts. */
  readonly id: string;
  readonly label: string;
  /** Runs in studies that have not decided about it. */
  readonly isOnByDefault: boolean;
  evaluate(look: CheckLook): Promise<readonly CheckFinding[]>;
}
