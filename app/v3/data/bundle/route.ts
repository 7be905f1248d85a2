import { handlePdk } from '../../../_server/pdk-handler.ts';

export { handlePdk as DELETE, handlePdk as GET, handlePdk as HEAD, handlePdk as OPTIONS };
export { handlePdk as PATCH, handlePdk as POST, handlePdk as PUT };
