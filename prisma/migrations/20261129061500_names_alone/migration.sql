-- A list of places in the order of their names is found in its index alone, states and trees included: a search that
-- finds few of many names reads no rows but those it shows. Folded names are compared byte by byte on every database, so
-- that "begins with" is a range of the index.
DROP INDEX "org_units_by_name";
ALTER TABLE "org_units" ALTER COLUMN "folded" SET DATA TYPE TEXT COLLATE "C";
CREATE INDEX "org_units_by_name" ON "org_units" ("organization_id", "version_id", "folded", "id") INCLUDE ("status", "path");
