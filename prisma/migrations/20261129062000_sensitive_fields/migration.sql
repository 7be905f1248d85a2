-- Members of points that a study does not keep.
CREATE TABLE "sensitive_fields" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sensitive_fields_pkey" PRIMARY KEY ("organization_id", "id")
);

CREATE UNIQUE INDEX "sensitive_fields_once" ON "sensitive_fields" ("organization_id", "study_id", "type", "pattern");

ALTER TABLE "sensitive_fields" ADD CONSTRAINT "sensitive_fields_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
