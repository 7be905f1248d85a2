import { expect } from 'vitest';
import { z } from 'zod';
import {
  donationDetailSchema,
  requestedDonationSchema,
  type DonationDetail,
  type ManagedFileData,
  type RequestedDonationData,
} from '#components/donations/donation-data.ts';
import { maxPartBytes } from '#lib/donations/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { anApiWorld, callWith, type ApiCall, type ApiWorld } from './api.ts';
import { runTasks } from './tasks.ts';

/** A request, and a participant who calls with its token. */
export interface AskedDonation extends RequestedDonationData {
  readonly token: string;
  readonly call: ApiCall;
}

const pointSchema = z.object({ type: z.string(), properties: z.string() });

/** An organization in which participants are asked for archives. */
export interface DonationWorld extends ApiWorld {
  readonly manager: ApiCall;
  ask(identifier: string, members?: object): Promise<AskedDonation>;
  /** Does what workers do, until nothing is left. */
  work(): Promise<void>;
  fileOf(requestId: string, fileId: string): Promise<{ detail: DonationDetail; file: ManagedFileData }>;
  /** Points of a source by time and type. */
  pointsOf(identifier: string): Promise<readonly z.infer<typeof pointSchema>[]>;
}

/** Makes a world of its own on the runtime of a platform. */
export async function aDonationWorld(runtime: Runtime): Promise<DonationWorld> {
  const world = await anApiWorld(runtime);
  const manager = await world.as('manager');
  return {
    ...world,
    manager,
    async ask(identifier, members = {}) {
      const answer = await manager('POST /donations', { body: { study: world.study.key, identifier, ...members } });
      expect(answer.status, answer.text).toBe(201);
      const asked = requestedDonationSchema.parse(answer.json);
      const token = asked.link.split('#')[1] ?? '';
      return { ...asked, token, call: await withToken(token) };
    },
    async work() {
      await runTasks(runtime);
      await processUntilEmpty(runtime);
    },
    async fileOf(requestId, fileId) {
      const { json } = await manager('GET /donations/{id}', { params: { id: requestId } });
      const detail = donationDetailSchema.parse(json);
      return { detail, file: detail.files.find(({ id }) => id === fileId)! };
    },
    pointsOf: (identifier) =>
      runtime.db.query(
        pointSchema,
        sql`SELECT t.identifier AS type, p.properties::text AS properties FROM data_points p
          JOIN sources s ON s.organization_id = p.organization_id AND s.id = p.source_id
          JOIN data_types t ON t.organization_id = p.organization_id AND t.id = p.type_id
          WHERE p.organization_id = ${world.organization.id} AND s.identifier = ${identifier}
          ORDER BY p.created_at, type`,
      ),
  };
}

/** Calls as somebody who holds a link, and is not signed in. */
export function withToken(token: string): Promise<ApiCall> {
  return callWith(new Headers({ 'x-cairn-donation': token }));
}

/** Sends a file piece by piece, as the page does; gives its id. */
export async function giveFile(
  call: ApiCall,
  service: string,
  file: { readonly name: string; readonly content: Buffer },
): Promise<string> {
  const { name: fileName, content } = file;
  const begun = await call('POST /donate/files', { body: { service, fileName, sizeBytes: content.length } });
  expect(begun.status, begun.text).toBe(201);
  const { id } = z.object({ id: z.string() }).parse(begun.json);
  for (let offset = 0; offset < content.length; offset += maxPartBytes) {
    const piece = Uint8Array.from(content.subarray(offset, offset + maxPartBytes));
    const sent = await call('PUT /donate/files/{id}', { params: { id }, query: { offset }, file: piece });
    expect(sent.status, sent.text).toBe(200);
  }
  return id;
}
