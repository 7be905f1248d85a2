import { serve } from './serve.ts';

/** The front door with the doors for devices alone, to scale intake apart from the pages. */
await serve({ process: 'ingest', next: false });
