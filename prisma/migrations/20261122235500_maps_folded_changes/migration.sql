-- A row may stand for many transactions, so that the number of rows stays small and the number of changes is still told.
ALTER TABLE "org_unit_map_changes" ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 1;
