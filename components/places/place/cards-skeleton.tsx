import { Skeleton, Stack } from '@mantine/core';

/** The size of a few cards that come. */
export function CardsSkeleton() {
  return (
    <Stack aria-busy="true">
      {[0, 1, 2].map((index) => (
        <Skeleton key={index} height={110} />
      ))}
    </Stack>
  );
}
