import type { SourceFollower } from '#lib/sources/index.ts';
import { stopDeliveriesOfRemoved } from '../data/deliveries.sql.ts';

/** What becomes of archives on their way to a destination when they are removed because a source in them was erased (pdk-43). */
export const exportFollower: SourceFollower = {
  async forget(ctx) {
    await stopDeliveriesOfRemoved(ctx, ctx.now());
  },
};
