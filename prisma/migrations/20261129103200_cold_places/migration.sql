-- Where the file of a cold month lies, so that erasing a source and fields that are not kept reach it.
ALTER TABLE "cold_months" ADD COLUMN "place" TEXT;
-- The file that this one took the place of, until that is removed.
ALTER TABLE "cold_months" ADD COLUMN "replaces" TEXT;
