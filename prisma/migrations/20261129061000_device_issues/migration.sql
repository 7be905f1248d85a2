-- What somebody noticed about a device in the field.
CREATE TABLE "device_issues" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'opened',
    "kinds" TEXT[],
    "description" TEXT NOT NULL DEFAULT '',
    "tags" TEXT NOT NULL DEFAULT '',
    "user_agent" TEXT NOT NULL DEFAULT '',
    "platform" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "manufacturer" TEXT NOT NULL DEFAULT '',
    "app" TEXT NOT NULL DEFAULT '',
    "app_version" TEXT NOT NULL DEFAULT '',
    "reported_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "device_issues_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "device_issues_state_known" CHECK ("state" IN ('opened', 'in-progress', 'resolved', 'wont-fix'))
);

CREATE INDEX "device_issues_by_time" ON "device_issues" ("organization_id", "study_id", "updated_at", "id");
CREATE INDEX "device_issues_of_source" ON "device_issues" ("organization_id", "source_id");

ALTER TABLE "device_issues" ADD CONSTRAINT "device_issues_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
