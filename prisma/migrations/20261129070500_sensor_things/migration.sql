-- Entities of SensorThings clients. Their ids begin where no legacy id comes, and stay exact in JSON numbers (below 2^53).
CREATE SEQUENCE "sensor_things_id_seq" START 1000000000000000;
CREATE SEQUENCE "sensor_thing_observations_id_seq" START 1000000000000000;

-- CreateTable
CREATE TABLE "sensor_things" (
    "organization_id" UUID NOT NULL,
    "id" BIGINT NOT NULL DEFAULT nextval('"sensor_things_id_seq"'),
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "geom" geometry(Geometry,4326),
    "from_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sensor_things_pkey" PRIMARY KEY ("organization_id","id")
);
ALTER SEQUENCE "sensor_things_id_seq" OWNED BY "sensor_things"."id";
CREATE INDEX "sensor_things_by_kind" ON "sensor_things"("organization_id", "kind", "id");

-- CreateTable
CREATE TABLE "sensor_thing_links" (
    "organization_id" UUID NOT NULL,
    "relation" TEXT NOT NULL,
    "left_id" BIGINT NOT NULL,
    "right_id" BIGINT NOT NULL,

    CONSTRAINT "sensor_thing_links_pkey" PRIMARY KEY ("organization_id","relation","left_id","right_id")
);
CREATE INDEX "sensor_thing_links_by_right" ON "sensor_thing_links"("organization_id", "relation", "right_id");

-- CreateTable
CREATE TABLE "sensor_thing_observations" (
    "organization_id" UUID NOT NULL,
    "id" BIGINT NOT NULL DEFAULT nextval('"sensor_thing_observations_id_seq"'),
    "stream_id" BIGINT NOT NULL,
    "feature_id" BIGINT,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "to_at" TIMESTAMPTZ(6) NOT NULL,
    "result_at" TIMESTAMPTZ(6),
    "valid_from" TIMESTAMPTZ(6),
    "valid_to" TIMESTAMPTZ(6),
    "result_number" DOUBLE PRECISION,
    "body" JSONB NOT NULL,

    CONSTRAINT "sensor_thing_observations_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "sensor_thing_observations_in_order" CHECK ("from_at" <= "to_at" AND "valid_from" <= "valid_to")
);
ALTER SEQUENCE "sensor_thing_observations_id_seq" OWNED BY "sensor_thing_observations"."id";
CREATE INDEX "sensor_thing_observations_by_time" ON "sensor_thing_observations"("organization_id", "stream_id", "from_at");
CREATE INDEX "sensor_thing_observations_by_end" ON "sensor_thing_observations"("organization_id", "stream_id", "to_at");
CREATE INDEX "sensor_thing_observations_by_feature" ON "sensor_thing_observations"("organization_id", "feature_id");

-- AddForeignKey
ALTER TABLE "sensor_thing_links" ADD CONSTRAINT "sensor_thing_links_organization_id_left_id_fkey" FOREIGN KEY ("organization_id", "left_id") REFERENCES "sensor_things"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sensor_thing_observations" ADD CONSTRAINT "sensor_thing_observations_organization_id_stream_id_fkey" FOREIGN KEY ("organization_id", "stream_id") REFERENCES "sensor_things"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
