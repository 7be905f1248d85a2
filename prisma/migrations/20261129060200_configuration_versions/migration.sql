-- Each save of a device configuration, with who saved it.
CREATE TABLE "device_configuration_versions" (
    "organization_id" UUID NOT NULL,
    "configuration_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "id_pattern" TEXT NOT NULL,
    "context_pattern" TEXT NOT NULL,
    "body" JSON NOT NULL,
    "evaluate_order" INTEGER NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "act" TEXT NOT NULL,
    "restored_version" INTEGER,
    "saved_at" TIMESTAMPTZ(6) NOT NULL,
    "saved_by_id" TEXT,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "device_configuration_versions_pkey" PRIMARY KEY ("organization_id","configuration_id","version"),
    CONSTRAINT "device_configuration_versions_act_known" CHECK ("act" IN ('create', 'update', 'restore', 'import'))
);

ALTER TABLE "device_configuration_versions" ADD CONSTRAINT "device_configuration_versions_of_configuration"
    FOREIGN KEY ("organization_id", "configuration_id") REFERENCES "device_configurations"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What stands when the table comes is the first version of each; who saved it was not kept.
INSERT INTO "device_configuration_versions"
SELECT "organization_id", "id", 1, "name", "id_pattern", "context_pattern", "body", "evaluate_order", "is_enabled", 'create', NULL,
       "updated_at", NULL, ''
FROM "device_configurations";
