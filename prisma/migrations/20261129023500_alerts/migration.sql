-- Alerts of sources of every kind: one open per source and check, the closed ones are the history.
CREATE TABLE "source_alerts" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "check_id" TEXT NOT NULL,
    "check_label" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "message" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    "close_reason" TEXT,
    "acknowledged_at" TIMESTAMPTZ(6),
    "acknowledged_by" TEXT,
    "is_notice_pending" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "source_alerts_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "source_alerts_severity_known" CHECK ("severity" BETWEEN 1 AND 3),
    CONSTRAINT "source_alerts_reason_when_closed" CHECK (("closed_at" IS NULL) = ("close_reason" IS NULL))
);

CREATE INDEX "source_alerts_by_time" ON "source_alerts" ("organization_id", "study_id", "opened_at", "id");
CREATE INDEX "source_alerts_of_source" ON "source_alerts" ("organization_id", "source_id", "opened_at");
CREATE UNIQUE INDEX "source_alerts_one_open" ON "source_alerts" ("organization_id", "source_id", "check_id")
    WHERE "closed_at" IS NULL;
CREATE INDEX "source_alerts_notices" ON "source_alerts" ("organization_id", "study_id") WHERE "is_notice_pending";

ALTER TABLE "source_alerts" ADD CONSTRAINT "source_alerts_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who is told, and how.
CREATE TABLE "alert_settings" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "recipients" TEXT[],
    "is_digest_enabled" BOOLEAN NOT NULL DEFAULT false,
    "digest_hour" SMALLINT NOT NULL DEFAULT 7,
    "digest_days" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5, 6, 7]::INTEGER[],
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "last_digest_at" TIMESTAMPTZ(6),
    "mail_from" SMALLINT,
    "webhook_url" TEXT,
    "webhook_secret_sealed" TEXT,
    "webhook_from" SMALLINT NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "alert_settings_pkey" PRIMARY KEY ("organization_id", "study_id")
);

ALTER TABLE "alert_settings" ADD CONSTRAINT "alert_settings_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is on its way out of the platform.
CREATE TABLE "outgoing_messages" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "last_error" TEXT,

    CONSTRAINT "outgoing_messages_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "outgoing_messages_state_known" CHECK ("state" IN ('waiting', 'sent', 'failed')),
    CONSTRAINT "outgoing_messages_channel_known" CHECK ("channel" IN ('mail', 'webhook'))
);

CREATE INDEX "outgoing_messages_of_study" ON "outgoing_messages" ("organization_id", "study_id", "created_at");
CREATE INDEX "outgoing_messages_due" ON "outgoing_messages" ("next_attempt_at") WHERE "state" = 'waiting';

ALTER TABLE "outgoing_messages" ADD CONSTRAINT "outgoing_messages_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Status checks as data.
CREATE TABLE "alert_rules" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "built_in" TEXT,
    "name" TEXT NOT NULL,
    "definition" JSONB,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "alert_rules_say_something" CHECK (("built_in" IS NULL) = ("definition" IS NOT NULL))
);

CREATE UNIQUE INDEX "alert_rules_built_in_unique" ON "alert_rules" ("organization_id", "study_id", "built_in");

ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The newest point of certain events of a source, kept at write time from now on.
CREATE TABLE "source_events" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "type_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "content_hash" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "source_events_pkey" PRIMARY KEY ("organization_id", "source_id", "event")
);

ALTER TABLE "source_events" ADD CONSTRAINT "source_events_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What came before: one look over the app events that are there.
INSERT INTO "source_events" ("organization_id", "source_id", "event", "type_id", "created_at", "content_hash", "recorded_at")
SELECT DISTINCT ON (p."organization_id", p."source_id", p."secondary_id")
    p."organization_id", p."source_id", p."secondary_id", p."type_id", p."created_at", p."content_hash", p."recorded_at"
FROM "source_types" t
JOIN "data_types" d ON d."organization_id" = t."organization_id" AND d."id" = t."type_id" AND d."identifier" = 'pdk-app-event'
JOIN "sources" s ON s."organization_id" = t."organization_id" AND s."id" = t."source_id"
JOIN "data_points" p ON p."organization_id" = t."organization_id" AND p."source_id" = t."source_id" AND p."type_id" = t."type_id"
WHERE p."secondary_id" IN ('pdk-firebase-token', 'pdk-ios-device-token', 'pdk-received-firebase-message', 'app_recv_remote_notification')
    OR p."secondary_id" LIKE 'pdk-web-%'
ORDER BY p."organization_id", p."source_id", p."secondary_id", p."created_at" DESC;
