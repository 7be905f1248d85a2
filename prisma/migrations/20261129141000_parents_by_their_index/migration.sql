-- Whoever writes a unit has its parent looked up by organization, version and id; whoever removes one has its children
-- looked up by organization, version and parent. Every index that begins with organization and version can answer both, and
-- where little is known of the table (nothing is, before its first statistics) the planner takes one for as good as
-- another. Of equals it takes the youngest. That was an index by path or by name, which is read from end to end for every
-- single unit: the first list of a hundred thousand would not have ended. So the two that are meant are the youngest, and
-- the children's begins with the parent, which the lookup of a parent cannot use.
ALTER TABLE "org_units" DROP CONSTRAINT "org_units_organization_id_version_id_parent_id_fkey";
ALTER TABLE "org_unit_group_members" DROP CONSTRAINT "org_unit_group_members_organization_id_version_id_unit_id_fkey";

DROP INDEX "org_units_in_version_unique";
CREATE UNIQUE INDEX "org_units_in_version_unique" ON "org_units"("organization_id", "version_id", "id");
DROP INDEX "org_units_by_parent";
CREATE INDEX "org_units_by_parent" ON "org_units"("parent_id", "organization_id", "folded", "id");

ALTER TABLE "org_units" ADD CONSTRAINT "org_units_organization_id_version_id_parent_id_fkey" FOREIGN KEY ("organization_id", "version_id", "parent_id") REFERENCES "org_units"("organization_id", "version_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION DEFERRABLE;
ALTER TABLE "org_unit_group_members" ADD CONSTRAINT "org_unit_group_members_organization_id_version_id_unit_id_fkey" FOREIGN KEY ("organization_id", "version_id", "unit_id") REFERENCES "org_units"("organization_id", "version_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
