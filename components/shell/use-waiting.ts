'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet } from '#components/ui/api-client.ts';
import { useStudyKey } from './use-study-href.ts';

const waitingSchema = z.object({
  quarantined: z.object({ count: z.number(), isMore: z.boolean() }),
  alerts: z.object({ count: z.number(), isMore: z.boolean() }),
});

/** What waits for a person in the current study; undefined until known, and when it cannot be told. */
export function useWaiting() {
  const study = useStudyKey();
  const { data } = useQuery({
    queryKey: ['home', 'waiting', study],
    queryFn: ({ signal }) => apiGet('home/waiting', waitingSchema, { query: { study }, signal }),
    refetchInterval: 30_000,
  });
  return data;
}
