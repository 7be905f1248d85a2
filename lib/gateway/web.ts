import { serve } from './serve.ts';

/** The front door with the pages behind it. */
await serve({ process: 'web', next: true });
