-- Where a unit lies on a map of the world (Web Mercator, EPSG:3857, as a square of 2^30 by 2^30 from the north-west): its
-- location, else the middle of its shape's box. 2^30 is 3.7 cm at the equator.
CREATE FUNCTION "cairn_map_x"("lon" DOUBLE PRECISION) RETURNS INTEGER
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN "lon" >= 180 THEN 1073741823 ELSE floor(1073741824 * ((180 + "lon") / 360)) END)::integer;

CREATE FUNCTION "cairn_map_y"("lat" DOUBLE PRECISION) RETURNS INTEGER
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (CASE WHEN "lat" >= 85.05112877 THEN 0 WHEN "lat" <= -85.05112877 THEN 1073741823
    ELSE floor(1073741824 * (0.5 - ln(tan(pi() / 4 + radians("lat") / 2)) / (2 * pi()))) END)::integer;

CREATE FUNCTION "cairn_map_lon"("location" geometry, "shape" geometry) RETURNS DOUBLE PRECISION
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(ST_X("location"), (ST_XMin(box2d("shape")::box3d) + ST_XMax(box2d("shape")::box3d)) / 2);

CREATE FUNCTION "cairn_map_lat"("location" geometry, "shape" geometry) RETURNS DOUBLE PRECISION
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(ST_Y("location"), (ST_YMin(box2d("shape")::box3d) + ST_YMax(box2d("shape")::box3d)) / 2);

-- Bits of x and y in turn (Morton, y first): every tile of every zoom is one range of it.
CREATE FUNCTION "cairn_map_cell"("x" INTEGER, "y" INTEGER) RETURNS BIGINT
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a bigint := "x";
  b bigint := "y";
BEGIN
  a := (a | (a << 16)) & x'0000ffff0000ffff'::bigint;
  a := (a | (a << 8)) & x'00ff00ff00ff00ff'::bigint;
  a := (a | (a << 4)) & x'0f0f0f0f0f0f0f0f'::bigint;
  a := (a | (a << 2)) & x'3333333333333333'::bigint;
  a := (a | (a << 1)) & x'5555555555555555'::bigint;
  b := (b | (b << 16)) & x'0000ffff0000ffff'::bigint;
  b := (b | (b << 8)) & x'00ff00ff00ff00ff'::bigint;
  b := (b | (b << 4)) & x'0f0f0f0f0f0f0f0f'::bigint;
  b := (b | (b << 2)) & x'3333333333333333'::bigint;
  b := (b | (b << 1)) & x'5555555555555555'::bigint;
  RETURN a | (b << 1);
END $$;

-- The first zoom at which the larger side of a shape's box is 8 of 256 pixels a tile: from there it is drawn as a shape.
CREATE FUNCTION "cairn_map_zoom"("shape" geometry) RETURNS SMALLINT
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN greatest(0, least(30, ceil(log(2, (11.25 / greatest(1e-9,
    ST_XMax(box2d("shape")::box3d) - ST_XMin(box2d("shape")::box3d),
    (ST_YMax(box2d("shape")::box3d) - ST_YMin(box2d("shape")::box3d))
      / cos(radians(least(80, abs(ST_YMax(box2d("shape")::box3d)))))))::numeric))))::smallint;

ALTER TABLE "org_units"
  ADD COLUMN "map_x" INTEGER GENERATED ALWAYS AS (cairn_map_x(cairn_map_lon("location", "geom"))) STORED,
  ADD COLUMN "map_y" INTEGER GENERATED ALWAYS AS (cairn_map_y(cairn_map_lat("location", "geom"))) STORED,
  ADD COLUMN "map_cell" BIGINT GENERATED ALWAYS AS (cairn_map_cell(cairn_map_x(cairn_map_lon("location", "geom")),
    cairn_map_y(cairn_map_lat("location", "geom")))) STORED,
  ADD COLUMN "map_shape_from_zoom" SMALLINT GENERATED ALWAYS AS (cairn_map_zoom("geom")) STORED,
  ADD COLUMN "map_point_to_zoom" SMALLINT GENERATED ALWAYS AS (
    CASE WHEN "location" IS NOT NULL THEN 30 ELSE cairn_map_zoom("geom") - 1 END) STORED;

-- All that the clusters of wide tiles are made of: they are read from the index alone.
CREATE INDEX "org_units_by_map_cell" ON "org_units" ("organization_id", "version_id", "map_cell")
  INCLUDE ("map_x", "map_y", "map_point_to_zoom", "status", "type_id") WHERE "map_cell" IS NOT NULL;
CREATE INDEX "org_units_by_shape_zoom" ON "org_units" ("organization_id", "version_id", "map_shape_from_zoom")
  WHERE "geom" IS NOT NULL;

-- Which transactions changed what maps of a version show: tiles are made anew when, and only when, there is one more.
-- A row of its own for each, so that a long import makes nobody wait.
CREATE TABLE "org_unit_map_changes" (
    "organization_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "transaction_id" BIGINT NOT NULL,

    CONSTRAINT "org_unit_map_changes_pkey" PRIMARY KEY ("organization_id","version_id","transaction_id")
);

CREATE FUNCTION "cairn_note_map_change"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO org_unit_map_changes (organization_id, version_id, transaction_id)
    SELECT DISTINCT organization_id, version_id, pg_current_xact_id()::text::bigint FROM changed
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "org_units_added_on_map" AFTER INSERT ON "org_units" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cairn_note_map_change();
CREATE TRIGGER "org_units_changed_on_map" AFTER UPDATE ON "org_units" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cairn_note_map_change();
CREATE TRIGGER "org_units_removed_from_map" AFTER DELETE ON "org_units" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cairn_note_map_change();
CREATE TRIGGER "org_unit_group_members_added_on_map" AFTER INSERT ON "org_unit_group_members" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cairn_note_map_change();
CREATE TRIGGER "org_unit_group_members_removed_from_map" AFTER DELETE ON "org_unit_group_members" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cairn_note_map_change();
