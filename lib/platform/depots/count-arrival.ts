import { Transform } from 'node:stream';
import type { DepotRun } from './depot.ts';

/** Passes bytes on and tells the run how many have gone through, beginning at `start`. */
export function countArrival(start: number, run: Pick<DepotRun, 'arrived'>): Transform {
  let total = start;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      run.arrived(total);
      done(null, chunk);
    },
  });
}
