-- Whoever asks for what an organization observed last, or since an instant, had all of it read and sorted. Observations come in along
-- time, so both are written at their ends.
CREATE INDEX "observations_by_time" ON "observations" ("organization_id", "observed_at");
CREATE INDEX "sensor_thing_observations_by_begin" ON "sensor_thing_observations" ("organization_id", "from_at");
