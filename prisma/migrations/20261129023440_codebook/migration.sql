-- Variables of the points of each type and study, noted as points are stored; and what people wrote about them.

-- CreateTable
CREATE TABLE "data_variables" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "kinds" INTEGER NOT NULL,
    "minimum" DOUBLE PRECISION,
    "maximum" DOUBLE PRECISION,
    "longest" INTEGER NOT NULL,
    "most_items" INTEGER NOT NULL,
    "examples" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "has_examples" BOOLEAN NOT NULL,
    "point_count" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "data_variables_pkey" PRIMARY KEY ("organization_id","study_id","type_id","path")
);

-- CreateTable
CREATE TABLE "variable_texts" (
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "group_name" TEXT,
    "sort_order" INTEGER,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variable_texts_pkey" PRIMARY KEY ("organization_id","type","path")
);

-- A row is written again with every batch of points that have the variable: room for the new version beside the old one.
ALTER TABLE "data_variables" SET (fillfactor = 50);
