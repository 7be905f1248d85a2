-- A MultiDatastream may have the same ObservedProperty twice: the mean and the maximum of one quantity, say.
ALTER TABLE "sensor_thing_links" DROP CONSTRAINT "sensor_thing_links_pkey";
ALTER TABLE "sensor_thing_links" ADD CONSTRAINT "sensor_thing_links_pkey"
  PRIMARY KEY ("organization_id", "relation", "left_id", "right_id", "place");
