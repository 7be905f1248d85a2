-- Work on what was stored by earlier versions: a Task for each organization does it once.
CREATE TABLE "catch_ups" (
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "catch_ups_pkey" PRIMARY KEY ("organization_id", "kind")
);

-- Points stored before there were aggregates: hours that have points, but nothing for charts to draw.
INSERT INTO "catch_ups" ("organization_id", "kind")
SELECT o."id", 'aggregates' FROM "organizations" o
WHERE EXISTS (
    SELECT 1 FROM "source_hours" h
    WHERE h."organization_id" = o."id" AND h."point_count" > 0
      AND NOT EXISTS (
        SELECT 1 FROM "source_aggregates" a
        WHERE a."organization_id" = h."organization_id" AND a."source_id" = h."source_id"
          AND a."type_id" = h."type_id" AND a."hour_at" = h."hour_at"
      )
);
