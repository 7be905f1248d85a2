-- What charts draw, kept when points are stored; and when points were received. For points that are stored already:
-- `cairn passive aggregate`.

-- CreateTable
CREATE TABLE "source_aggregates" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "hour_at" TIMESTAMPTZ(6) NOT NULL,
    "lines" TEXT NOT NULL,

    CONSTRAINT "source_aggregates_pkey" PRIMARY KEY ("organization_id","source_id","type_id","hour_at")
);

-- CreateTable
CREATE TABLE "source_receipts" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "point_count" INTEGER NOT NULL,

    CONSTRAINT "source_receipts_pkey" PRIMARY KEY ("organization_id","source_id","received_at")
);

-- Rows of the present hour grow with every upload: room for the new version beside the old one.
ALTER TABLE "source_aggregates" SET (fillfactor = 80);
