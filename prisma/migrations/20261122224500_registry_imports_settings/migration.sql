-- AlterTable
ALTER TABLE "registry_imports" ADD COLUMN     "marks" JSONB,
ADD COLUMN     "report_key" TEXT,
ADD COLUMN     "settings" JSONB,
ALTER COLUMN "pyramid_id" DROP NOT NULL;
