CREATE TABLE "access_records" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_label" TEXT NOT NULL,
    "study_id" UUID,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" INTEGER,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "access_records_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "access_records_outcome_known" CHECK ("outcome" IN ('ok', 'refused', 'failed'))
);

CREATE INDEX "access_records_newest_first" ON "access_records" ("organization_id", "at" DESC, "id");

-- Retention takes the oldest of all organizations.
CREATE INDEX "access_records_oldest" ON "access_records" USING brin ("at");
