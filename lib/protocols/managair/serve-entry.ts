import { answerDocument } from './answer.ts';
import type { ManagairCall } from './exchange.ts';
import { kinds } from './kinds/kinds.ts';
import { chooseAnswer } from './media-type.ts';

/** `/api/v1/`: where everything is, for whoever begins here; the same for everybody. */
export function serveEntry(call: ManagairCall): Response {
  chooseAnswer(call.request, { hasCsv: false });
  const lists = [...kinds().values()].map(({ path }) => [path, call.url(`/${path}/`)] as const);
  const links = { self: call.url('/'), describedby: call.url('/schema/'), ...Object.fromEntries(lists) };
  return answerDocument({ meta: { name: 'Cairn' }, links });
}
