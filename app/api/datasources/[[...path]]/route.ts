import { handleIaso } from '../../../_server/iaso-handler.ts';

export { handleIaso as DELETE, handleIaso as GET, handleIaso as PATCH, handleIaso as POST, handleIaso as PUT };
