-- What files of cold months hold of each source and type: totals that are counted anew still count it.
CREATE TABLE "cold_counts" (
    "organization_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "first_created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_created_at" TIMESTAMPTZ(6) NOT NULL,
    "first_recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "last_recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cold_counts_pkey" PRIMARY KEY ("organization_id", "path", "source_id", "type")
);

CREATE INDEX "cold_counts_of_source" ON "cold_counts" ("organization_id", "source_id");

ALTER TABLE "cold_counts" ADD CONSTRAINT "cold_counts_organization_id_path_fkey"
    FOREIGN KEY ("organization_id", "path") REFERENCES "cold_months" ("organization_id", "path") ON DELETE CASCADE ON UPDATE CASCADE;
