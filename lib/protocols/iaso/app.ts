import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Hono, type Context as HonoContext } from 'hono';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { answerProblem, WrongUnit } from './answers.ts';
import { openCall, type IasoCall } from './exchange.ts';
import { orderBulkUpdate } from './bulk-update.ts';
import { addComment, listComments } from './comments.ts';
import { getOrgUnit } from './get-unit.ts';
import { getGroup, getGroupSet, listGroupChoices, listGroups, listGroupSetChoices, listGroupSets } from './groups.ts';
import { orderGeopackageImport } from './import-geopackage.ts';
import { importOrgUnits } from './import-units.ts';
import { listOrgUnits } from './list-units.ts';
import { getLog, listLogs } from './logs.ts';
import { boundMobileUnits, listMobileUnits, listReferenceInstances } from './mobile.ts';
import { listMobileGroups, listMobileGroupSets } from './mobile-groups.ts';
import {
  copySourceVersion,
  createSourceVersion,
  getSource,
  getSourceVersion,
  listSourceChoices,
  listSources,
  listSourceVersions,
  listVersionChoices,
} from './sources.ts';
import { listStatuses } from './statuses.ts';
import {
  getDeploymentStatus,
  getIasoTask,
  getResultAddress,
  listIasoTaskLog,
  listIasoTasks,
  listTaskTypes,
  patchIasoTask,
  relaunchTask,
} from './tasks.ts';
import { issueTokens, refreshToken } from './tokens.ts';
import { listOldTree, listTree, searchTree } from './tree.ts';
import { getHierarchy, getType, listOldTypes, listTypeChoices, listTypes } from './types.ts';
import { exportGroups } from './unit-files.ts';
import { createGroup, createGroupSet, deleteGroup, deleteGroupSet, patchGroup, patchGroupSet } from './write-group.ts';
import { checkDhis2, createSource, putSource, putSourceVersion } from './write-source.ts';
import { createType, deleteType, patchType } from './write-type.ts';
import { createOrgUnit, patchOrgUnit } from './write-unit.ts';

type Serve = (call: IasoCall) => Promise<Response> | Response;

/** What is served, in the order in which addresses are tried; every one of them wants to know who calls. */
export const iasoRoutes: readonly (readonly [method: string, path: string, serve: Serve])[] = [
  ['GET', '/api/orgunits', listOrgUnits],
  ['GET', '/api/orgunits/tree', listTree],
  ['GET', '/api/orgunits/tree/search', searchTree],
  ['GET', '/api/orgunits/treesearch', listOldTree],
  ['POST', '/api/orgunits', importOrgUnits],
  ['POST', '/api/orgunits/create_org_unit', createOrgUnit],
  ['GET', '/api/orgunits/:id', getOrgUnit],
  ['PATCH', '/api/orgunits/:id', patchOrgUnit],
  ['GET', '/api/mobile/orgunits', listMobileUnits],
  ['POST', '/api/mobile/orgunits', importOrgUnits],
  ['GET', '/api/mobile/orgunits/boundingbox', boundMobileUnits],
  ['GET', '/api/mobile/orgunits/:id/reference_instances', listReferenceInstances],
  ['GET', '/api/mobile/groups', listMobileGroups],
  ['GET', '/api/mobile/group_sets', listMobileGroupSets],
  ['GET', '/api/comments', listComments],
  ['POST', '/api/comments', addComment],
  ['GET', '/api/logs', listLogs],
  ['GET', '/api/logs/:id', getLog],
  ['GET', '/api/tasks', listIasoTasks],
  ['GET', '/api/tasks/types', listTaskTypes],
  ['GET', '/api/tasks/deployment-status', getDeploymentStatus],
  ['POST', '/api/tasks/create/orgunitsbulkupdate', orderBulkUpdate],
  ['GET', '/api/tasks/:id', getIasoTask],
  ['PATCH', '/api/tasks/:id', patchIasoTask],
  ['GET', '/api/tasks/:id/logs', listIasoTaskLog],
  ['GET', '/api/tasks/:id/presigned-url', getResultAddress],
  ['PATCH', '/api/tasks/:id/relaunch', relaunchTask],
  ['POST', '/api/tasks/:id/relaunch', relaunchTask],
  ['POST', '/api/tasks/create/importgpkg', orderGeopackageImport],
  ['GET', '/api/v2/orgunittypes', listTypes],
  ['GET', '/api/v2/orgunittypes/dropdown', listTypeChoices],
  ['POST', '/api/v2/orgunittypes', createType],
  ['GET', '/api/v2/orgunittypes/:id', getType],
  ['PATCH', '/api/v2/orgunittypes/:id', patchType],
  ['PUT', '/api/v2/orgunittypes/:id', patchType],
  ['DELETE', '/api/v2/orgunittypes/:id', deleteType],
  ['GET', '/api/v2/orgunittypes/:id/hierarchy', getHierarchy],
  ['GET', '/api/orgunittypes', listOldTypes],
  ['GET', '/api/groups', listGroups],
  ['GET', '/api/groups/dropdown', listGroupChoices],
  ['GET', '/api/groups/export', exportGroups],
  ['POST', '/api/groups', createGroup],
  ['GET', '/api/groups/:id', getGroup],
  ['PATCH', '/api/groups/:id', patchGroup],
  ['PUT', '/api/groups/:id', patchGroup],
  ['DELETE', '/api/groups/:id', deleteGroup],
  ['GET', '/api/group_sets', listGroupSets],
  ['GET', '/api/group_sets/dropdown', listGroupSetChoices],
  ['POST', '/api/group_sets', createGroupSet],
  ['GET', '/api/group_sets/:id', getGroupSet],
  ['PATCH', '/api/group_sets/:id', patchGroupSet],
  ['PUT', '/api/group_sets/:id', patchGroupSet],
  ['DELETE', '/api/group_sets/:id', deleteGroupSet],
  ['GET', '/api/datasources', listSources],
  ['GET', '/api/datasources/dropdown', listSourceChoices],
  ['POST', '/api/datasources', createSource],
  ['POST', '/api/datasources/check_dhis2', checkDhis2],
  ['GET', '/api/datasources/:id', getSource],
  ['PUT', '/api/datasources/:id', putSource],
  ['GET', '/api/sourceversions', listSourceVersions],
  ['POST', '/api/sourceversions', createSourceVersion],
  ['GET', '/api/sourceversions/dropdown', listVersionChoices],
  ['GET', '/api/sourceversions/:id', getSourceVersion],
  ['PUT', '/api/sourceversions/:id', putSourceVersion],
  ['PATCH', '/api/sourceversions/:id', putSourceVersion],
  ['POST', '/api/copyversion', copySourceVersion],
  ['GET', '/api/validationstatus', ({ request }) => listStatuses(request)],
];

const addresses =
  /^\/api\/(orgunits|mobile\/(orgunits|groups|group_sets)|(v2\/)?orgunittypes|groups|group_sets|datasources|sourceversions|copyversion|comments|logs|tasks|validationstatus|token)(\/|$)/;

/** True for the addresses of {@link createIasoApp}. */
export function isIasoPath(path: string): boolean {
  return addresses.test(path);
}

/**
 * The registry as clients of Iaso know it (iaso-georegistry.md, section 3), with and without a trailing slash. Integer
 * ids are our `legacy_id`, an `app_id` is the key of a study.
 */
export function createIasoApp(runtime: Runtime): Hono {
  const app = new Hono({ strict: false });
  for (const [method, path, serve] of iasoRoutes) {
    app.on(method, path, (c) => settle(runtime, c, async () => serve(await openCall(runtime, c))));
  }
  app.post('/api/token', (c) => settle(runtime, c, () => issueTokens(runtime, c.req.raw)));
  app.post('/api/token/refresh', (c) => settle(runtime, c, () => refreshToken(runtime, c.req.raw)));
  app.notFound(() => answerJson({ detail: 'Not found.' }, 404));
  return app;
}

async function settle(runtime: Runtime, c: HonoContext, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WrongUnit) return answerJson(error.errors, 400);
    const problem = toProblem(error);
    const { kind } = problemCatalogue[problem.code];
    if (kind === 'fault' || kind === 'unavailable') {
      const requestId = requestIdOf(c.req.raw.headers);
      runtime.log.error({ err: problem.cause ?? problem, requestId, method: c.req.method }, 'request failed');
    }
    return answerProblem(problem);
  }
}
