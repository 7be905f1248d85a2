-- An observation is asked for by its number, and all of an organization are read along theirs. What summed up pages of numbers was
-- looked through from end to end until the server had tended the table: 200 ms among the 1.5 million rows of a morning. Numbers grow,
-- so this one is always written at its end.
DROP INDEX "observations_by_number";
CREATE INDEX "observations_by_number" ON "observations" ("organization_id", "number");
