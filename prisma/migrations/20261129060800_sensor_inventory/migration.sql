-- Integer ids for protocols that need them. Ours begin at 1,000,001: those of systems whose data is brought in stay free.

CREATE SEQUENCE "organizations_legacy_id_seq" START 1000001;
ALTER TABLE "organizations" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"organizations_legacy_id_seq"');
ALTER SEQUENCE "organizations_legacy_id_seq" OWNED BY "organizations"."legacy_id";
CREATE UNIQUE INDEX "organizations_legacy_id_unique" ON "organizations"("legacy_id");

CREATE SEQUENCE "users_legacy_id_seq" START 1000001;
ALTER TABLE "users" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"users_legacy_id_seq"');
ALTER SEQUENCE "users_legacy_id_seq" OWNED BY "users"."legacy_id";
CREATE UNIQUE INDEX "users_legacy_id_unique" ON "users"("legacy_id");

CREATE SEQUENCE "memberships_legacy_id_seq" START 1000001;
ALTER TABLE "memberships" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"memberships_legacy_id_seq"');
ALTER SEQUENCE "memberships_legacy_id_seq" OWNED BY "memberships"."legacy_id";
CREATE UNIQUE INDEX "memberships_legacy_id_unique" ON "memberships"("legacy_id");

CREATE SEQUENCE "quantities_legacy_id_seq" START 1000001;
ALTER TABLE "quantities" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"quantities_legacy_id_seq"');
ALTER SEQUENCE "quantities_legacy_id_seq" OWNED BY "quantities"."legacy_id";
CREATE UNIQUE INDEX "quantities_legacy_id_unique" ON "quantities"("legacy_id");

ALTER TABLE "organizations" ADD COLUMN "description" TEXT NOT NULL DEFAULT '';
ALTER TABLE "users" ADD COLUMN "username" TEXT,
ADD COLUMN "first_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN "last_name" TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "users_username_unique" ON "users" (lower("username"));
ALTER TABLE "users" ADD CONSTRAINT "users_username_no_address" CHECK ("username" NOT LIKE '%@%');
ALTER TABLE "quantities" ADD COLUMN "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN "unit_name" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "registrations" (
    "key_sha256" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "registrations_pkey" PRIMARY KEY ("key_sha256")
);
CREATE INDEX "registrations_by_end" ON "registrations"("expires_at");

-- CreateTable
CREATE TABLE "sensor_homes" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "site_type_id" UUID NOT NULL,
    "room_type_id" UUID NOT NULL,

    CONSTRAINT "sensor_homes_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "addresses" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "created_by_id" UUID,
    "street1" TEXT NOT NULL,
    "street2" TEXT,
    "zip" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "country" TEXT NOT NULL DEFAULT '',
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "addresses_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "addresses_on_earth" CHECK (
      ("longitude" IS NULL) = ("latitude" IS NULL) AND "longitude" BETWEEN -180 AND 180 AND "latitude" BETWEEN -90 AND 90)
);
CREATE UNIQUE INDEX "addresses_in_organization_unique" ON "addresses"("organization_id", "id");

-- CreateTable
CREATE TABLE "sensor_sites" (
    "organization_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "address_id" UUID,
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Berlin',

    CONSTRAINT "sensor_sites_pkey" PRIMARY KEY ("organization_id","unit_id")
);

-- CreateTable
CREATE TABLE "sensor_rooms" (
    "organization_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "size_sqm" DOUBLE PRECISION,
    "height_m" DOUBLE PRECISION,
    "max_occupancy" INTEGER,

    CONSTRAINT "sensor_rooms_pkey" PRIMARY KEY ("organization_id","unit_id"),
    CONSTRAINT "sensor_rooms_not_negative" CHECK ("size_sqm" >= 0 AND "height_m" >= 0 AND "max_occupancy" >= 0)
);

-- CreateTable
CREATE TABLE "installations" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_at" TIMESTAMPTZ(6),
    "description" TEXT NOT NULL DEFAULT '',
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "image_blob_key" TEXT,
    "image_type" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "installations_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "installations_begin_before_end" CHECK ("from_at" < "to_at"),
    CONSTRAINT "installations_no_overlap" EXCLUDE USING gist (
      "organization_id" WITH =, "source_id" WITH =, tstzrange("from_at", "to_at", '[)') WITH &&) WHERE ("removed_at" IS NULL)
);
CREATE INDEX "installations_by_unit" ON "installations"("organization_id", "unit_id", "from_at");
CREATE INDEX "installations_by_source" ON "installations"("organization_id", "source_id", "from_at");
CREATE INDEX "installations_public" ON "installations" ("organization_id", "unit_id") WHERE "is_public" AND "removed_at" IS NULL;

-- CreateTable
CREATE TABLE "node_models" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "trade_name" TEXT NOT NULL DEFAULT '',
    "manufacturer" TEXT NOT NULL DEFAULT '',
    "sensor_type" TEXT NOT NULL DEFAULT '',
    "expected_interval_s" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "node_models_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "node_models_name_unique" ON "node_models"("name");

-- CreateTable
CREATE TABLE "node_model_quantities" (
    "model_id" UUID NOT NULL,
    "quantity_id" INTEGER NOT NULL,

    CONSTRAINT "node_model_quantities_pkey" PRIMARY KEY ("model_id","quantity_id")
);

-- CreateTable
CREATE TABLE "node_protocols" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "uplink_messages" INTEGER NOT NULL DEFAULT 1,
    "downlink_messages" INTEGER NOT NULL DEFAULT 1,
    "decoder" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "node_protocols_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "node_protocols_not_negative" CHECK ("uplink_messages" >= 0 AND "downlink_messages" >= 0)
);
CREATE UNIQUE INDEX "node_protocols_identifier_unique" ON "node_protocols"("identifier");

-- CreateTable
CREATE TABLE "sample_legacy_ids" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "legacy_id" BIGINT NOT NULL,

    CONSTRAINT "sample_legacy_ids_pkey" PRIMARY KEY ("organization_id","source_id","observed_at")
);

-- CreateTable
CREATE TABLE "sensor_import_rows" (
    "model" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "file" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sensor_import_rows_pkey" PRIMARY KEY ("model","key")
);

ALTER TABLE "sensor_nodes" ADD COLUMN "eui_written" TEXT,
ADD COLUMN "model_id" UUID,
ADD COLUMN "protocol_id" UUID;

CREATE SEQUENCE "addresses_legacy_id_seq" START 1000001;
ALTER TABLE "addresses" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"addresses_legacy_id_seq"');
ALTER SEQUENCE "addresses_legacy_id_seq" OWNED BY "addresses"."legacy_id";
CREATE UNIQUE INDEX "addresses_legacy_id_unique" ON "addresses"("legacy_id");

CREATE SEQUENCE "sensor_sites_legacy_id_seq" START 1000001;
ALTER TABLE "sensor_sites" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"sensor_sites_legacy_id_seq"');
ALTER SEQUENCE "sensor_sites_legacy_id_seq" OWNED BY "sensor_sites"."legacy_id";
CREATE UNIQUE INDEX "sensor_sites_legacy_id_unique" ON "sensor_sites"("legacy_id");

CREATE SEQUENCE "sensor_rooms_legacy_id_seq" START 1000001;
ALTER TABLE "sensor_rooms" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"sensor_rooms_legacy_id_seq"');
ALTER SEQUENCE "sensor_rooms_legacy_id_seq" OWNED BY "sensor_rooms"."legacy_id";
CREATE UNIQUE INDEX "sensor_rooms_legacy_id_unique" ON "sensor_rooms"("legacy_id");

CREATE SEQUENCE "installations_legacy_id_seq" START 1000001;
ALTER TABLE "installations" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"installations_legacy_id_seq"');
ALTER SEQUENCE "installations_legacy_id_seq" OWNED BY "installations"."legacy_id";
CREATE UNIQUE INDEX "installations_legacy_id_unique" ON "installations"("legacy_id");

CREATE SEQUENCE "node_models_legacy_id_seq" START 1000001;
ALTER TABLE "node_models" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"node_models_legacy_id_seq"');
ALTER SEQUENCE "node_models_legacy_id_seq" OWNED BY "node_models"."legacy_id";
CREATE UNIQUE INDEX "node_models_legacy_id_unique" ON "node_models"("legacy_id");

CREATE SEQUENCE "node_protocols_legacy_id_seq" START 1000001;
ALTER TABLE "node_protocols" ADD COLUMN "legacy_id" BIGINT NOT NULL DEFAULT nextval('"node_protocols_legacy_id_seq"');
ALTER SEQUENCE "node_protocols_legacy_id_seq" OWNED BY "node_protocols"."legacy_id";
CREATE UNIQUE INDEX "node_protocols_legacy_id_unique" ON "node_protocols"("legacy_id");

-- AddForeignKey
ALTER TABLE "sensor_homes" ADD CONSTRAINT "sensor_homes_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_homes" ADD CONSTRAINT "sensor_homes_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "pyramid_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_homes" ADD CONSTRAINT "sensor_homes_organization_id_site_type_id_fkey" FOREIGN KEY ("organization_id", "site_type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_homes" ADD CONSTRAINT "sensor_homes_organization_id_room_type_id_fkey" FOREIGN KEY ("organization_id", "room_type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_sites" ADD CONSTRAINT "sensor_sites_organization_id_unit_id_fkey" FOREIGN KEY ("organization_id", "unit_id") REFERENCES "org_units"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sensor_sites" ADD CONSTRAINT "sensor_sites_organization_id_address_id_fkey" FOREIGN KEY ("organization_id", "address_id") REFERENCES "addresses"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_rooms" ADD CONSTRAINT "sensor_rooms_organization_id_unit_id_fkey" FOREIGN KEY ("organization_id", "unit_id") REFERENCES "org_units"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "installations" ADD CONSTRAINT "installations_organization_id_source_id_fkey" FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "installations" ADD CONSTRAINT "installations_organization_id_unit_id_fkey" FOREIGN KEY ("organization_id", "unit_id") REFERENCES "org_units"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "node_model_quantities" ADD CONSTRAINT "node_model_quantities_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "node_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "node_model_quantities" ADD CONSTRAINT "node_model_quantities_quantity_id_fkey" FOREIGN KEY ("quantity_id") REFERENCES "quantities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_nodes" ADD CONSTRAINT "sensor_nodes_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "node_models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sensor_nodes" ADD CONSTRAINT "sensor_nodes_protocol_id_fkey" FOREIGN KEY ("protocol_id") REFERENCES "node_protocols"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
