-- Subscribers of brokers are told of whatever clients make, not of observations alone.
ALTER TABLE "sensor_thing_notices" ADD COLUMN "set_name" TEXT NOT NULL DEFAULT 'Observations';
ALTER TABLE "sensor_thing_notices" RENAME COLUMN "observation_id" TO "entity_id";
ALTER TABLE "sensor_thing_notices" ALTER COLUMN "stream_id" DROP NOT NULL;
ALTER TABLE "sensor_thing_notices" ALTER COLUMN "observed_at" DROP NOT NULL;
