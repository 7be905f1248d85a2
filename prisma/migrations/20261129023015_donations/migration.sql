CREATE TABLE "donation_requests" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "email" TEXT,
    "locale" TEXT NOT NULL,
    "services" TEXT[],
    "origin" TEXT NOT NULL,
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "last_emailed_at" TIMESTAMPTZ(6),
    "reminder_count" INTEGER NOT NULL DEFAULT 0,
    "can_email" BOOLEAN NOT NULL DEFAULT true,
    "closed_at" TIMESTAMPTZ(6),
    CONSTRAINT "donation_requests_pkey" PRIMARY KEY ("organization_id", "id")
);
CREATE INDEX "donation_requests_by_time" ON "donation_requests" ("organization_id", "study_id", "requested_at", "id");
CREATE INDEX "donation_requests_of_identifier" ON "donation_requests" ("organization_id", "study_id", "identifier");

CREATE TABLE "donation_links" (
    "organization_id" UUID NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "request_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "donation_links_pkey" PRIMARY KEY ("organization_id", "token_sha256")
);
CREATE INDEX "donation_links_by_token" ON "donation_links" ("token_sha256");
CREATE INDEX "donation_links_of_request" ON "donation_links" ("organization_id", "request_id");

CREATE TABLE "donation_files" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "received_bytes" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'receiving',
    "sha256" BYTEA,
    "begun_at" TIMESTAMPTZ(6) NOT NULL,
    "uploaded_at" TIMESTAMPTZ(6),
    "processed_at" TIMESTAMPTZ(6),
    "task_id" UUID,
    "outcome" JSONB,
    CONSTRAINT "donation_files_pkey" PRIMARY KEY ("organization_id", "id")
);
CREATE INDEX "donation_files_of_request" ON "donation_files" ("organization_id", "request_id", "begun_at", "id");

CREATE TABLE "donation_file_parts" (
    "organization_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "blob_key" TEXT NOT NULL,
    CONSTRAINT "donation_file_parts_pkey" PRIMARY KEY ("organization_id", "file_id", "position")
);

CREATE TABLE "donation_services" (
    "organization_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "extensions" TEXT[],
    "instructions" JSONB NOT NULL,
    "is_offered" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "donation_services_pkey" PRIMARY KEY ("organization_id", "slug")
);

CREATE TABLE "donation_settings" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "is_open" BOOLEAN NOT NULL DEFAULT false,
    "life_days" INTEGER NOT NULL DEFAULT 60,
    "remind_after_days" INTEGER NOT NULL DEFAULT 7,
    "max_reminders" INTEGER NOT NULL DEFAULT 3,
    CONSTRAINT "donation_settings_pkey" PRIMARY KEY ("organization_id", "study_id")
);

ALTER TABLE "donation_links" ADD CONSTRAINT "donation_links_organization_id_request_id_fkey"
  FOREIGN KEY ("organization_id", "request_id") REFERENCES "donation_requests" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "donation_files" ADD CONSTRAINT "donation_files_organization_id_request_id_fkey"
  FOREIGN KEY ("organization_id", "request_id") REFERENCES "donation_requests" ("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "donation_file_parts" ADD CONSTRAINT "donation_file_parts_organization_id_file_id_fkey"
  FOREIGN KEY ("organization_id", "file_id") REFERENCES "donation_files" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
