import { DashboardSkeleton } from '#components/ui/skeletons.tsx';

// Home alone: a skeleton over all pages would be sent, with status 200, before a page can say that there is nothing here.
export default function Loading() {
  return <DashboardSkeleton />;
}
