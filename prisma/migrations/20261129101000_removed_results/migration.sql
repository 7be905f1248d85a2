-- Archives that hold what was erased are removed; their tasks say since when.
ALTER TABLE "tasks" ADD COLUMN "result_removed_at" TIMESTAMPTZ(6);
