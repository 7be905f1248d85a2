import type { CheckedSource } from '#lib/sources/domain/alerts/checked-source.ts';
import { parseJsonPath } from '../../domain/checks/json-path.ts';
import {
  judgeFidelity,
  judgeObservation,
  judgeRegion,
  judgeSilence,
  judgeThreshold,
  type Verdict,
} from '../../domain/checks/judge.ts';
import type { RuleDefinition } from '../../domain/checks/rule.ts';
import type { CheckFinding, CheckLook, StatusCheck } from '../../domain/checks/status-check.ts';

/** Judges one source, once everything it needs has been read. */
type Judge = (source: CheckedSource) => Verdict | null;

/** Makes a check of rules: of each source, the first rule that says something counts. */
export function checkOfRules(
  about: Pick<StatusCheck, 'id' | 'label' | 'isOnByDefault'>,
  rules: readonly RuleDefinition[],
): StatusCheck {
  return {
    ...about,
    async evaluate(look) {
      const judges: Judge[] = [];
      for (const rule of rules) judges.push(await prepare(rule, look));
      return look.sources.flatMap((source): CheckFinding[] => {
        for (const judge of judges) {
          const verdict = judge(source);
          if (verdict) return [{ sourceId: source.id, ...verdict }];
        }
        return [];
      });
    },
  };
}

async function prepare(rule: RuleDefinition, look: CheckLook): Promise<Judge> {
  const judge = await prepareAnyKind(rule, look);
  return (source) => (rule.kinds.length > 0 && !rule.kinds.includes(source.kind) ? null : judge(source));
}

async function prepareAnyKind(rule: RuleDefinition, { readings, now, search }: CheckLook): Promise<Judge> {
  if (rule.kind === 'region') {
    return ({ position, positionAt }) =>
      judgeRegion(rule, position && positionAt ? { position, at: positionAt } : null, now);
  }
  if (rule.kind === 'threshold') {
    const values = await readings.latestValues(rule.type, parseJsonPath(rule.path) ?? []);
    return ({ id }) => judgeThreshold(rule, values.get(id)?.value, search);
  }
  if (rule.kind === 'fidelity') {
    const states = await readings.fidelities();
    return ({ id }) => judgeFidelity(rule, states.get(id), now);
  }
  if (rule.kind === 'observation') {
    const newest = await readings.latestObservations(rule.quantity);
    return ({ id }) => judgeObservation(rule, newest.get(id), now);
  }
  if (rule.signals.length === 0) return (source) => judgeSilence(rule, lastSignOfLife(source), now);
  const last = await readings.latestSignals(rule.signals);
  return ({ id }) => judgeSilence(rule, last.get(id) ?? null, now);
}

/** The device's time of its latest point, or when it was received if the device's clock is ahead. */
function lastSignOfLife({ lastCreatedAt, lastRecordedAt }: CheckedSource): Date | null {
  if (lastCreatedAt === null || lastRecordedAt === null) return null;
  return lastCreatedAt < lastRecordedAt ? lastCreatedAt : lastRecordedAt;
}
