-- CreateTable
CREATE TABLE "mqtt_connections" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secrets_sealed" TEXT,
    "secrets_set" TEXT[],
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "archived_at" TIMESTAMPTZ(6),
    "held_by" UUID,
    "held_until" TIMESTAMPTZ(6),
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "state_at" TIMESTAMPTZ(6),
    "last_error" TEXT,
    "last_message_at" TIMESTAMPTZ(6),

    CONSTRAINT "mqtt_connections_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "mqtt_connections_state_known" CHECK ("state" IN ('waiting', 'connected', 'failing'))
);

-- CreateTable
CREATE TABLE "mqtt_messages" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "detail" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "mqtt_messages_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "mqtt_messages_state_known" CHECK ("state" IN ('waiting', 'taken', 'refused'))
);
CREATE INDEX "mqtt_messages_by_state" ON "mqtt_messages"("organization_id", "connection_id", "state", "id");

-- AddForeignKey
ALTER TABLE "mqtt_connections" ADD CONSTRAINT "mqtt_connections_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mqtt_messages" ADD CONSTRAINT "mqtt_messages_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "mqtt_connections"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
