-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "result_verb" TEXT;

-- Beats touch running tasks every second: room on the page keeps them off the indexes, and the sweep reads only those.
ALTER TABLE "tasks" SET (fillfactor = 70);
CREATE INDEX "tasks_running" ON "tasks" ("organization_id", "id") WHERE "state" = 'running';
