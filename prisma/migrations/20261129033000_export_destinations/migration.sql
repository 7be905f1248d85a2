CREATE TABLE "export_destinations" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSON NOT NULL,
    "secrets_sealed" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "export_destinations_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "export_destinations_kind_known" CHECK ("kind" IN ('folder', 's3', 'sftp', 'mail'))
);

CREATE TABLE "export_deliveries" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "beat_at" TIMESTAMPTZ(6),
    "size_bytes" BIGINT,
    "sent_bytes" BIGINT NOT NULL DEFAULT 0,
    "path" TEXT,
    "sha256" TEXT,
    "checked_by" TEXT,
    "memory" JSON,
    "error_code" TEXT,
    "error_detail" TEXT,
    "link_hash" TEXT,
    "link_expires_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "export_deliveries_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "export_deliveries_state_known"
        CHECK ("state" IN ('pending', 'waiting', 'sending', 'delivered', 'failed', 'stopped'))
);

CREATE UNIQUE INDEX "export_deliveries_once" ON "export_deliveries"("organization_id", "task_id", "destination_id");
CREATE UNIQUE INDEX "export_deliveries_link_unique" ON "export_deliveries"("link_hash");
CREATE INDEX "export_deliveries_by_state" ON "export_deliveries"("state", "next_attempt_at");

ALTER TABLE "export_destinations" ADD CONSTRAINT "export_destinations_organization_id_fkey"
    FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "export_deliveries" ADD CONSTRAINT "export_deliveries_organization_id_destination_id_fkey"
    FOREIGN KEY ("organization_id", "destination_id") REFERENCES "export_destinations"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "export_deliveries" ADD CONSTRAINT "export_deliveries_organization_id_task_id_fkey"
    FOREIGN KEY ("organization_id", "task_id") REFERENCES "tasks"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
