import { nameSubject } from '#lib/platform/audit/current-reading.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { selectSampleBins, selectSamples } from '../data/samples.sql.ts';
import type { SampleSpan } from '../domain/node-sample.ts';

type SampleChoice = Parameters<typeof selectSamples>[2];
type BinChoice = Parameters<typeof selectSampleBins>[2];

/** Samples of a node in a stretch of time, oldest first unless turned. The caller has checked who may. */
export function readSamples(db: Database, span: SampleSpan, choice?: SampleChoice) {
  nameNode(span);
  return selectSamples(db, span, choice);
}

/** The same in steps of so many seconds from the epoch on. */
export function readSampleBins(db: Database, span: SampleSpan, choice: BinChoice) {
  nameNode(span);
  return selectSampleBins(db, span, choice);
}

function nameNode({ organizationId, nodeId }: SampleSpan): void {
  nameSubject({ organizationId, studyId: null, sourceId: nodeId });
}
