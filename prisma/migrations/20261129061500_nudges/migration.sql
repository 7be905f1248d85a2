-- When phones are woken, and how it went.
CREATE TABLE "nudge_settings" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "every_hours" INTEGER,
    "active_days" INTEGER NOT NULL DEFAULT 14,
    "silent_hours" INTEGER NOT NULL DEFAULT 0,
    "last_round_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "nudge_settings_pkey" PRIMARY KEY ("organization_id", "study_id")
);

ALTER TABLE "nudge_settings" ADD CONSTRAINT "nudge_settings_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "push_targets" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "token_sha256" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_tried_at" TIMESTAMPTZ(6) NOT NULL,
    "last_accepted_at" TIMESTAMPTZ(6),

    CONSTRAINT "push_targets_pkey" PRIMARY KEY ("organization_id", "source_id", "service"),
    CONSTRAINT "push_targets_state_known" CHECK ("state" IN ('accepted', 'failing', 'dead'))
);

ALTER TABLE "push_targets" ADD CONSTRAINT "push_targets_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
