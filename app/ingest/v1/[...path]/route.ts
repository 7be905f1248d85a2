import { handleIngest } from '../../../_server/ingest-handler.ts';

export { handleIngest as GET, handleIngest as POST };
