import { handleSta } from '../../../_server/sta-handler.ts';

export { handleSta as GET, handleSta as POST, handleSta as PATCH, handleSta as PUT, handleSta as DELETE };
