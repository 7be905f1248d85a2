-- What files of cold months hold hour by hour: timelines that are counted anew still show it.
ALTER TABLE "cold_counts"
    ADD COLUMN "hours" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    ADD COLUMN "hour_points" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- Files that were written before it was noted: a Task for each organization reads them once.
INSERT INTO "catch_ups" ("organization_id", "kind")
SELECT DISTINCT "organization_id", 'cold-counts' FROM "cold_months"
ON CONFLICT DO NOTHING;
