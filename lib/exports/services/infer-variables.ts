import { VariableCollector, type Variable } from '../domain/variables.ts';
import { scanType, type ExportedType, type ExportJob } from './export-job.ts';

/** Points looked at. Variables that come later stand in the last column of the flattened table. */
const maxPoints = 100_000;

/** What variables the points of a type have, from a first pass over those asked for. */
export async function inferVariables(job: ExportJob, type: ExportedType): Promise<readonly Variable[]> {
  const collector = new VariableCollector();
  const { blocks } = await scanType(job, type, { isWhole: false });
  let points = 0;
  for await (const block of blocks) {
    for (let row = 0; row < block.count; row += 1) collector.add(block.bytes, block.propertiesStart[row] as number);
    points += block.count;
    if (points >= maxPoints) break;
  }
  return collector.variables;
}
