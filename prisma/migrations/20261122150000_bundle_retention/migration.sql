-- Retention finds the bundles that still have raw bytes without looking at those that have none.
CREATE INDEX "bundles_with_body" ON "bundles" ("organization_id", "study_id", "processed_at")
    WHERE "state" = 'processed' AND "cleared_at" IS NULL;
