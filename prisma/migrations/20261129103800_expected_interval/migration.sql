-- AlterTable
ALTER TABLE "sources" ADD COLUMN "expected_interval_s" INTEGER;
ALTER TABLE "sources" ADD CONSTRAINT "sources_expected_interval_positive" CHECK ("expected_interval_s" > 0);
