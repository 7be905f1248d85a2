-- Orders for exports that are given again and again.
CREATE TABLE "export_schedules" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "order_body" JSON NOT NULL,
    "every" TEXT NOT NULL,
    "hour" SMALLINT NOT NULL,
    "on_day" SMALLINT NOT NULL,
    "covers" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "next_run_at" TIMESTAMPTZ(6) NOT NULL,
    "last_run_at" TIMESTAMPTZ(6),
    "last_task_id" UUID,
    "last_error" TEXT,

    CONSTRAINT "export_schedules_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "export_schedules_every_known" CHECK ("every" IN ('day', 'week', 'month')),
    CONSTRAINT "export_schedules_covers_known" CHECK ("covers" IN ('all', 'period'))
);

CREATE INDEX "export_schedules_due" ON "export_schedules" ("next_run_at");

ALTER TABLE "export_schedules" ADD CONSTRAINT "export_schedules_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
