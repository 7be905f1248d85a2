-- Extensions the floor (PostgreSQL 15, PostGIS 3.3) has; the embedded database ships the same.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "totp_secret_sealed" TEXT,
    "totp_enabled_at" TIMESTAMPTZ(6),
    "totp_last_step" BIGINT,
    "recovery_codes" TEXT[],
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(6),
    "oidc_subject" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(6),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_resets" (
    "token_sha256" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("token_sha256")
);

-- CreateTable
CREATE TABLE "roles" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "verbs" TEXT[],
    "is_built_in" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,
    "study_id" UUID,
    "org_unit_path" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_sha256" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "study_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "studies" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "is_default_intake" BOOLEAN NOT NULL DEFAULT false,
    "discards_uploads" BOOLEAN NOT NULL DEFAULT false,
    "server_key_sealed" TEXT,
    "server_public_key" TEXT,
    "client_public_key" TEXT,
    "default_group_id" UUID,
    "bundle_retention_days" INTEGER,
    "rename_rules" JSON NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "studies_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "bundles" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "door" TEXT NOT NULL,
    "compression" TEXT NOT NULL DEFAULT 'none',
    "is_encrypted" BOOLEAN NOT NULL DEFAULT false,
    "nonce" TEXT,
    "is_binary" BOOLEAN NOT NULL DEFAULT false,
    "body" BYTEA,
    "blob_key" TEXT,
    "size_bytes" INTEGER NOT NULL,
    "content_sha256" BYTEA NOT NULL,
    "repeat_count" INTEGER NOT NULL DEFAULT 0,
    "claimed_source" TEXT,
    "details" JSON,
    "processed_at" TIMESTAMPTZ(6),
    "point_count" INTEGER NOT NULL DEFAULT 0,
    "new_point_count" INTEGER NOT NULL DEFAULT 0,
    "quarantined_count" INTEGER NOT NULL DEFAULT 0,
    "cleared_at" TIMESTAMPTZ(6),

    CONSTRAINT "bundles_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "bundle_files" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "bundle_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "blob_key" TEXT NOT NULL,

    CONSTRAINT "bundle_files_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "attachment_links" (
    "organization_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "content_hash" UUID NOT NULL,

    CONSTRAINT "attachment_links_pkey" PRIMARY KEY ("organization_id","source_id","type_id","created_at","content_hash","file_id")
);

-- CreateTable
CREATE TABLE "data_types" (
    "organization_id" UUID NOT NULL,
    "id" SERIAL NOT NULL,
    "identifier" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_types_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "point_envelopes" (
    "organization_id" UUID NOT NULL,
    "id" SERIAL NOT NULL,
    "sha256" BYTEA NOT NULL,
    "metadata" JSON NOT NULL,
    "user_agent" TEXT NOT NULL,
    "timezone" TEXT,
    "is_encrypted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "point_envelopes_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "data_points" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "content_hash" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "bundle_id" UUID NOT NULL,
    "envelope_id" INTEGER NOT NULL,
    "secondary_id" TEXT,
    "geom" geometry(Point,4326),
    "properties" JSON NOT NULL,
    "extras" JSON,

    CONSTRAINT "data_points_pkey" PRIMARY KEY ("organization_id","source_id","type_id","created_at","content_hash")
) PARTITION BY RANGE ("created_at");

-- CreateTable
CREATE TABLE "source_types" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "study_id" UUID NOT NULL,
    "point_count" BIGINT NOT NULL,
    "first_created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_created_at" TIMESTAMPTZ(6) NOT NULL,
    "first_recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "last_recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "source_types_pkey" PRIMARY KEY ("organization_id","source_id","type_id")
);

-- CreateTable
CREATE TABLE "source_hours" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "type_id" INTEGER NOT NULL,
    "hour_at" TIMESTAMPTZ(6) NOT NULL,
    "point_count" INTEGER NOT NULL,

    CONSTRAINT "source_hours_pkey" PRIMARY KEY ("organization_id","source_id","type_id","hour_at")
);

-- CreateTable
CREATE TABLE "quarantined_points" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "bundle_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "content" TEXT,
    "edited_content" TEXT,
    "source_hint" TEXT,
    "type_hint" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(6),
    "resolved_by_id" UUID,

    CONSTRAINT "quarantined_points_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "intake_minutes" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "minute_at" TIMESTAMPTZ(6) NOT NULL,
    "bundles_received" INTEGER NOT NULL DEFAULT 0,
    "bundles_repeated" INTEGER NOT NULL DEFAULT 0,
    "bytes_received" BIGINT NOT NULL DEFAULT 0,
    "bundles_processed" INTEGER NOT NULL DEFAULT 0,
    "bundles_failed" INTEGER NOT NULL DEFAULT 0,
    "points_added" INTEGER NOT NULL DEFAULT 0,
    "points_quarantined" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "intake_minutes_pkey" PRIMARY KEY ("organization_id","study_id","minute_at")
);

-- CreateTable
CREATE TABLE "device_configurations" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "id_pattern" TEXT NOT NULL,
    "context_pattern" TEXT NOT NULL DEFAULT '.*',
    "body" JSON NOT NULL,
    "evaluate_order" INTEGER NOT NULL DEFAULT 1,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "device_configurations_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "progress_done" BIGINT NOT NULL DEFAULT 0,
    "progress_total" BIGINT,
    "message" TEXT NOT NULL DEFAULT '',
    "input" JSON NOT NULL,
    "result" JSON,
    "result_blob_key" TEXT,
    "result_name" TEXT,
    "result_size_bytes" BIGINT,
    "result_sha256" TEXT,
    "error_code" TEXT,
    "error_detail" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "heartbeat_at" TIMESTAMPTZ(6),
    "stop_requested_at" TIMESTAMPTZ(6),

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "task_log_lines" (
    "organization_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "task_log_lines_pkey" PRIMARY KEY ("organization_id","task_id","id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "organization_id" UUID,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "study_id" UUID,
    "detail" JSON NOT NULL DEFAULT '{}',
    "request_id" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE UNLOGGED TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "source_groups" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "suppress_alerts" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_groups_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "sources" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'other',
    "group_id" UUID,
    "configuration_id" UUID,
    "suppress_alerts" BOOLEAN NOT NULL DEFAULT false,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "point_count" BIGINT NOT NULL DEFAULT 0,
    "last_created_at" TIMESTAMPTZ(6),
    "last_recorded_at" TIMESTAMPTZ(6),
    "last_position" geometry(Point,4326),
    "last_position_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "sources_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organizations_name_unique" ON "organizations"("name");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_unique" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "users_oidc_subject_unique" ON "users"("oidc_subject");

-- CreateIndex
CREATE INDEX "sessions_of_user" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "roles_key_unique" ON "roles"("organization_id", "key");

-- CreateIndex
CREATE INDEX "memberships_of_user" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_sha256_unique" ON "api_tokens"("token_sha256");

-- CreateIndex
CREATE UNIQUE INDEX "studies_key_unique" ON "studies"("key");

-- CreateIndex
CREATE INDEX "bundles_by_time" ON "bundles"("organization_id", "study_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "bundles_content_unique" ON "bundles"("organization_id", "study_id", "content_sha256");

-- CreateIndex
CREATE INDEX "bundle_files_of_bundle" ON "bundle_files"("organization_id", "bundle_id");

-- CreateIndex
CREATE INDEX "attachment_links_of_file" ON "attachment_links"("organization_id", "file_id");

-- CreateIndex
CREATE UNIQUE INDEX "data_types_identifier_unique" ON "data_types"("organization_id", "identifier");

-- CreateIndex
CREATE UNIQUE INDEX "point_envelopes_content_unique" ON "point_envelopes"("organization_id", "sha256");

-- CreateIndex
CREATE INDEX "source_types_of_study" ON "source_types"("organization_id", "study_id", "type_id");

-- CreateIndex
CREATE INDEX "quarantined_points_by_reason" ON "quarantined_points"("organization_id", "study_id", "state", "reason", "id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_points_once" ON "quarantined_points"("organization_id", "bundle_id", "position");

-- CreateIndex
CREATE INDEX "tasks_newest_first" ON "tasks"("organization_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_events_newest_first" ON "audit_events"("organization_id", "at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "source_groups_name_unique" ON "source_groups"("organization_id", "study_id", "name");

-- CreateIndex
CREATE INDEX "sources_by_last_seen" ON "sources"("organization_id", "study_id", "last_recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "sources_identifier_unique" ON "sources"("organization_id", "study_id", "identifier");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roles" ADD CONSTRAINT "roles_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_role_id_fkey" FOREIGN KEY ("organization_id", "role_id") REFERENCES "roles"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "studies" ADD CONSTRAINT "studies_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle_files" ADD CONSTRAINT "bundle_files_organization_id_bundle_id_fkey" FOREIGN KEY ("organization_id", "bundle_id") REFERENCES "bundles"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment_links" ADD CONSTRAINT "attachment_links_organization_id_file_id_fkey" FOREIGN KEY ("organization_id", "file_id") REFERENCES "bundle_files"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_configurations" ADD CONSTRAINT "device_configurations_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_log_lines" ADD CONSTRAINT "task_log_lines_organization_id_task_id_fkey" FOREIGN KEY ("organization_id", "task_id") REFERENCES "tasks"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_groups" ADD CONSTRAINT "source_groups_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "source_groups"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_organization_id_configuration_id_fkey" FOREIGN KEY ("organization_id", "configuration_id") REFERENCES "device_configurations"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- Points outside the months that have a partition of their own (clocks reset to 1970, or far ahead).
CREATE TABLE "data_points_other" PARTITION OF "data_points" DEFAULT;

-- Rows arrive in the order of recorded_at, so a block-range index answers "recorded between" for almost nothing.
CREATE INDEX "data_points_by_recorded" ON "data_points" USING brin ("recorded_at");

-- Bodies are compressed by their senders; trying again costs intake.
ALTER TABLE "bundles" ALTER COLUMN "body" SET STORAGE EXTERNAL;
CREATE INDEX "bundles_waiting" ON "bundles" ("received_at", "id") WHERE "state" = 'waiting';
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_state_known" CHECK ("state" IN ('waiting', 'processed', 'failed', 'refused'));
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_study" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id");
ALTER TABLE "quarantined_points" ADD CONSTRAINT "quarantined_points_state_known" CHECK ("state" IN ('open', 'replayed', 'dismissed'));
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_state_known" CHECK ("state" IN ('queued', 'running', 'succeeded', 'failed', 'stopped'));

-- One study of the installation answers behind `/data/…`.
CREATE UNIQUE INDEX "studies_one_default_intake" ON "studies" ((true)) WHERE "is_default_intake" AND "archived_at" IS NULL;

CREATE INDEX "sources_by_position" ON "sources" USING gist ("last_position");
CREATE INDEX "sources_by_name" ON "sources" USING gin (("identifier" || ' ' || "name") gin_trgm_ops);

-- Running totals change often; room on the page keeps those updates off the indexes.
ALTER TABLE "source_types" SET (fillfactor = 70);
ALTER TABLE "source_hours" SET (fillfactor = 80);
ALTER TABLE "sources" SET (fillfactor = 70);
