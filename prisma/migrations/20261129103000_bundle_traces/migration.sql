-- What became of bundles and points, step by step, for studies that want to know.
ALTER TABLE "studies" ADD COLUMN "traces_bundles" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "bundle_traces" (
    "organization_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "study_id" UUID NOT NULL,
    "bundle_id" UUID,
    "trace_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "bundle_received_at" TIMESTAMPTZ(6),
    "point_count" INTEGER,
    "is_encrypted" BOOLEAN,
    "compression" TEXT,
    "error_class" TEXT,
    "source_id" UUID,
    "point_hash" UUID,

    CONSTRAINT "bundle_traces_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "bundle_traces_status_known" CHECK ("status" IN
      ('started', 'data_point_created', 'processed', 'errored', 'upload_failed', 'deleted'))
);

CREATE INDEX "bundle_traces_of_bundle" ON "bundle_traces" ("organization_id", "bundle_id");
CREATE INDEX "bundle_traces_of_source" ON "bundle_traces" ("organization_id", "source_id") WHERE "source_id" IS NOT NULL;
CREATE INDEX "bundle_traces_by_age" ON "bundle_traces" USING BRIN ("at");

ALTER TABLE "bundle_traces" ADD CONSTRAINT "bundle_traces_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
