-- SensorThings clients keep ids as integers: each observation of a node gets one. Rows that are there are written anew once,
-- all or none of them: it takes room for the table a second time, about half a minute for two million rows, and nobody stores
-- observations meanwhile.
CREATE SEQUENCE "observations_number_seq";
ALTER TABLE "observations" ADD COLUMN "number" BIGINT NOT NULL DEFAULT nextval('"observations_number_seq"');
ALTER SEQUENCE "observations_number_seq" OWNED BY "observations"."number";

-- Numbers grow as rows are appended, so that a few bytes for each hundred pages find one again and storing costs nothing more.
-- Pages that are full are summed up at once: what is not is looked through from end to end.
CREATE INDEX "observations_by_number" ON "observations" USING brin ("number") WITH (autosummarize = on);
