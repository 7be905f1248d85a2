import { DashboardSkeleton } from '#components/ui/skeletons.tsx';

export default function Loading() {
  return <DashboardSkeleton />;
}
