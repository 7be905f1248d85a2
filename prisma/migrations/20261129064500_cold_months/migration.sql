-- Points that left the database as Parquet files.
CREATE TABLE "cold_months" (
    "organization_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cold_months_pkey" PRIMARY KEY ("organization_id", "path")
);
