import { expect, it, vi } from 'vitest';
import type { ApiCall } from '#e2e/harness/api.ts';
import type { TestBroker } from '#e2e/harness/broker.ts';
import type { TestPlatform } from '#e2e/harness/platform.ts';
import { aStaClient, aThing, aTokenOf, listThings, makeThing } from '#e2e/harness/sensor-things.ts';

interface Surroundings {
  readonly platform: () => TestPlatform;
  readonly call: () => ApiCall;
  readonly aBroker: () => Promise<TestBroker>;
  readonly connect: (broker: TestBroker, settings: object) => Promise<string>;
  readonly become: (id: string, wanted: object) => Promise<void>;
}

/** What a broker delivers twice, since it never heard that it was kept. */
export function describeDeliveries({ platform, call, aBroker, connect, become }: Surroundings): void {
  it('man-34 what was kept and comes again, its worker being gone, is made once; what only says the same is made too', async () => {
    const scopes = ['sources.read', 'sources.manage', 'passive.read'];
    const sta = aStaClient(platform().url, await aTokenOf(call(), scopes));
    const thing = await makeThing(sta, 'Things', aThing('Buoy'));
    const [stream] = await listThings(sta, `Things(${String(thing['@iot.id'])})/Datastreams`);
    const set = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
    const broker = await aBroker();
    const id = await connect(broker, { format: 'sensorthings', topics: ['v1.1/+/Observations'] });
    await become(id, { state: 'connected' });
    broker.loseAcknowledgements(true);
    await broker.publish(`v1.1/${set}`, '{"result": 7}');
    await become(id, { taken: 1, waiting: 0 });
    broker.cut();
    await vi.waitFor(() => expect(broker.again()).toBe(1), { timeout: 40_000, interval: 200 });
    broker.loseAcknowledgements(false);
    await broker.publish(`v1.1/${set}`, '{"result": 7}');
    await become(id, { taken: 2, waiting: 0, refused: 0 });
    expect((await listThings(sta, set)).map(({ result }) => result)).toEqual([7, 7]);
  });
}
