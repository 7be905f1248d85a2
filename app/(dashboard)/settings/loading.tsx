import { TablePageSkeleton } from '#components/ui/skeletons.tsx';

export default function SettingsLoading() {
  return <TablePageSkeleton rows={6} />;
}
