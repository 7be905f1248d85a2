-- Messages that are kept, by what became of them: counted along, since a list of connections is asked for every few seconds.
ALTER TABLE "mqtt_connections" ADD COLUMN "waiting_count" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "mqtt_connections" ADD COLUMN "taken_count" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "mqtt_connections" ADD COLUMN "refused_count" BIGINT NOT NULL DEFAULT 0;
UPDATE "mqtt_connections" c SET "waiting_count" = n."waiting", "taken_count" = n."taken", "refused_count" = n."refused"
FROM (SELECT "organization_id", "connection_id", count(*) FILTER (WHERE "state" = 'waiting') AS "waiting",
    count(*) FILTER (WHERE "state" = 'taken') AS "taken", count(*) FILTER (WHERE "state" = 'refused') AS "refused"
  FROM "mqtt_messages" GROUP BY "organization_id", "connection_id") n
WHERE n."organization_id" = c."organization_id" AND n."connection_id" = c."id";

-- CreateTable
CREATE TABLE "sensor_thing_notices" (
    "organization_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "connection_id" UUID NOT NULL,
    "observation_id" BIGINT NOT NULL,
    "stream_id" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sensor_thing_notices_pkey" PRIMARY KEY ("organization_id","connection_id","id")
);

-- AddForeignKey
ALTER TABLE "sensor_thing_notices" ADD CONSTRAINT "sensor_thing_notices_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "mqtt_connections"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
