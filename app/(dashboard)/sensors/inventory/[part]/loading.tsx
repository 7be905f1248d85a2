import { TablePageSkeleton } from '#components/ui/skeletons.tsx';

export default function Loading() {
  return <TablePageSkeleton />;
}
