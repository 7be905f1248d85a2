-- Aliases are found whatever their case and accents.
CREATE FUNCTION "cairn_fold_each"("texts" TEXT[]) RETURNS TEXT[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT coalesce(array_agg(public.cairn_fold(t.text)), '{}') FROM unnest("texts") AS t("text"));

ALTER TABLE "org_units" ADD COLUMN "folded_aliases" TEXT[] GENERATED ALWAYS AS (cairn_fold_each("aliases")) STORED;
DROP INDEX "org_units_by_alias";
CREATE INDEX "org_units_by_folded_alias" ON "org_units" USING gin ("folded_aliases");
CREATE INDEX "org_units_by_code" ON "org_units" ("organization_id", "version_id", "code", "id");
CREATE INDEX "org_units_by_creation" ON "org_units" ("organization_id", "version_id", "created_at", "id");
