-- A Datastream tells from when to when its results are: the first and the last of an index.
CREATE INDEX "sensor_thing_observations_by_result" ON "sensor_thing_observations"("organization_id", "stream_id", "result_at");
