-- Which plug-ins failed, by kind of process; of the whole installation.
CREATE TABLE "plugin_states" (
    "process" TEXT NOT NULL,
    "plugin" TEXT NOT NULL,
    "error_count" INTEGER NOT NULL,
    "last_hook" TEXT,
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(6),
    "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plugin_states_pkey" PRIMARY KEY ("process","plugin")
);

-- Destinations of plug-ins.
ALTER TABLE "export_destinations" DROP CONSTRAINT "export_destinations_kind_known";
ALTER TABLE "export_destinations" ADD CONSTRAINT "export_destinations_kind_known"
    CHECK ("kind" IN ('folder', 's3', 'sftp', 'mail', 'plugin'));
