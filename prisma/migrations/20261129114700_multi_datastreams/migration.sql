-- A MultiDatastream names its ObservedProperties in the order of its results.
ALTER TABLE "sensor_thing_links" ADD COLUMN "place" INTEGER NOT NULL DEFAULT 0;
-- Whether the stream of an observation is a MultiDatastream.
ALTER TABLE "sensor_thing_observations" ADD COLUMN "is_multi" BOOLEAN NOT NULL DEFAULT false;
