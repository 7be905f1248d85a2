-- CreateTable
CREATE TABLE "sample_days" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "sample_count" INTEGER NOT NULL,

    CONSTRAINT "sample_days_pkey" PRIMARY KEY ("organization_id","source_id","day")
);

-- CreateTable
CREATE TABLE "sample_counts" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "counted_until" DATE NOT NULL,

    CONSTRAINT "sample_counts_pkey" PRIMARY KEY ("organization_id","source_id")
);

ALTER TABLE "sample_days" ADD CONSTRAINT "sample_days_has_samples" CHECK ("sample_count" >= 0);
