-- Why an upload was refused at the door, and who sent it; null for what was taken.
ALTER TABLE "bundles" ADD COLUMN "refusal" JSON;

-- What was refused before: the reason shows in the flags; who sent it was not kept.
UPDATE "bundles" SET "refusal" = json_build_object(
    'reason', CASE WHEN "is_encrypted" THEN 'nonce-missing' WHEN "is_binary" THEN 'not-gzip' ELSE 'not-json' END,
    'remoteAddress', NULL, 'userAgent', NULL)
  WHERE "state" = 'refused';

-- The page lists what was refused, newest first, among millions that were not.
CREATE INDEX "bundles_refused" ON "bundles" ("organization_id", "study_id", "id") WHERE "refusal" IS NOT NULL;

-- Retention lets go of refused uploads that were decided on, as it does of processed ones.
DROP INDEX "bundles_with_body";
CREATE INDEX "bundles_with_body" ON "bundles" ("organization_id", "study_id", "processed_at")
    WHERE "state" IN ('processed', 'dismissed', 'replaced') AND "cleared_at" IS NULL;

-- What becomes of a refused upload.
ALTER TABLE "bundles" DROP CONSTRAINT "bundles_state_known";
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_state_known"
    CHECK ("state" IN ('waiting', 'processed', 'failed', 'refused', 'dismissed', 'replaced'));
