import { handleSta } from '../../../../../_server/sta-handler.ts';

export { handleSta as GET };
