-- What is in a tree is a range of paths, and all that a list of it shows or sorts by stands beside them: the members of a
-- tree of a hundred thousand are found without reading them. A tree of boxes knew neither names nor states, and was the
-- slowest index to write.
DROP INDEX "org_units_by_path";
CREATE INDEX "org_units_by_path" ON "org_units" ("organization_id", "version_id", "path") INCLUDE ("status", "folded", "id");

-- What is new or rejected is little beside what is valid, and is looked for by itself.
CREATE INDEX "org_units_not_valid_by_name" ON "org_units" ("organization_id", "version_id", "status", "folded", "id")
  INCLUDE ("path") WHERE "status" <> 'VALID';
