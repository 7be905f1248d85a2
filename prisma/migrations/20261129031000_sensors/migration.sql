-- CreateTable
CREATE TABLE "quantities" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "min_value" DOUBLE PRECISION,
    "max_value" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quantities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sensor_nodes" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "eui64" TEXT,
    "protocol" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "expected_interval_s" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sensor_nodes_pkey" PRIMARY KEY ("organization_id","source_id")
);

-- CreateTable
CREATE TABLE "sensor_messages" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source_id" UUID,
    "eui64" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "identity_sha256" BYTEA NOT NULL,
    "payload" BYTEA NOT NULL,
    "port" INTEGER NOT NULL,
    "spreading_factor" INTEGER,
    "bandwidth_hz" INTEGER,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "decoder_version" INTEGER,
    "unread" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sensor_messages_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "observations" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "quantity_id" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "quality" CHAR(1) NOT NULL DEFAULT 'M',
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "observations_pkey" PRIMARY KEY ("organization_id","source_id","quantity_id","observed_at")
) PARTITION BY RANGE ("observed_at");

-- CreateIndex
CREATE UNIQUE INDEX "quantities_key_unique" ON "quantities"("key");

-- CreateIndex
CREATE UNIQUE INDEX "sensor_nodes_eui64_unique" ON "sensor_nodes"("organization_id", "eui64");

-- CreateIndex
CREATE UNIQUE INDEX "sensor_nodes_legacy_id_unique" ON "sensor_nodes"("organization_id", "legacy_id");

-- CreateIndex
CREATE UNIQUE INDEX "sensor_messages_identity_unique" ON "sensor_messages"("organization_id", "identity_sha256");

-- CreateIndex
CREATE INDEX "sensor_messages_by_state" ON "sensor_messages"("organization_id", "state", "id");

-- CreateIndex
CREATE INDEX "sensor_messages_by_eui" ON "sensor_messages"("organization_id", "eui64", "id");

-- AddForeignKey
ALTER TABLE "sensor_nodes" ADD CONSTRAINT "sensor_nodes_organization_id_source_id_fkey" FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Instants outside the months that have a partition of their own (clocks reset to 1970).
CREATE TABLE "observations_other" PARTITION OF "observations" DEFAULT;

ALTER TABLE "sensor_nodes" ADD CONSTRAINT "sensor_nodes_eui64_written" CHECK ("eui64" ~ '^[0-9A-F]{16}$');
ALTER TABLE "sensor_messages" ADD CONSTRAINT "sensor_messages_state_known" CHECK ("state" IN ('decoded', 'flawed', 'unknown_node', 'no_decoder'));
ALTER TABLE "observations" ADD CONSTRAINT "observations_quality_known" CHECK ("quality" IN ('M', 'R', 'E'));
