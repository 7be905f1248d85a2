-- A chart reads values in the order of the key, a node's year of them at once: with the values in the index they lie side by
-- side there, while in the table they lie as they came in, between those of all other nodes.
ALTER TABLE "observations" DROP CONSTRAINT "observations_pkey";
ALTER TABLE "observations" ADD CONSTRAINT "observations_pkey"
  PRIMARY KEY ("organization_id", "source_id", "quantity_id", "observed_at") INCLUDE ("value", "quality");
