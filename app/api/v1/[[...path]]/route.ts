import { handleManagair } from '../../../_server/managair-handler.ts';

export {
  handleManagair as DELETE,
  handleManagair as GET,
  handleManagair as PATCH,
  handleManagair as POST,
  handleManagair as PUT,
};
