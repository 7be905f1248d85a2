-- How long points are kept.
CREATE TABLE "point_retention" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "keep_days" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "point_retention_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "point_retention_days_positive" CHECK ("keep_days" > 0)
);

CREATE UNIQUE INDEX "point_retention_once" ON "point_retention" ("organization_id", "study_id", "type");

ALTER TABLE "point_retention" ADD CONSTRAINT "point_retention_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "bundle_files" ADD COLUMN "released_at" TIMESTAMPTZ(6);

CREATE INDEX "bundle_files_released" ON "bundle_files" ("organization_id", "released_at") WHERE "released_at" IS NOT NULL;
