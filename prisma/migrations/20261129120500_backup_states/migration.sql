-- When backups are made by the clock, and which states of the installation lie at which destination.
CREATE TABLE "backup_plans" (
    "organization_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "hour" SMALLINT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "next_run_at" TIMESTAMPTZ(6) NOT NULL,
    "last_task_id" UUID,
    "last_error" TEXT,

    CONSTRAINT "backup_plans_pkey" PRIMARY KEY ("organization_id", "destination_id"),
    CONSTRAINT "backup_plans_hour_of_day" CHECK ("hour" BETWEEN 0 AND 23)
);

CREATE INDEX "backup_plans_due" ON "backup_plans" ("next_run_at");

ALTER TABLE "backup_plans" ADD CONSTRAINT "backup_plans_organization_id_destination_id_fkey"
    FOREIGN KEY ("organization_id", "destination_id") REFERENCES "export_destinations" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "backup_states" (
    "organization_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(6) NOT NULL,
    "rows" BIGINT NOT NULL,
    "files" INTEGER NOT NULL,
    "missing_files" INTEGER NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "tables" JSON NOT NULL,
    "checked_at" TIMESTAMPTZ(6),
    "check_error" TEXT,
    "restored_at" TIMESTAMPTZ(6),
    "restore_error" TEXT,

    CONSTRAINT "backup_states_pkey" PRIMARY KEY ("organization_id", "destination_id", "name")
);

ALTER TABLE "backup_states" ADD CONSTRAINT "backup_states_organization_id_destination_id_fkey"
    FOREIGN KEY ("organization_id", "destination_id") REFERENCES "export_destinations" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
