import { createSignInHandler } from '../../../_server/sign-in-handler.ts';

const handle = createSignInHandler();

export { handle as GET, handle as POST };
