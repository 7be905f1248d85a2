-- What the database keeps of every unit by itself (its name folded, where it lies on maps) was a third of the time of bringing
-- in and copying: functions in SQL that cannot be written into the statement that calls them are planned and run as a
-- statement of their own, for every unit and every column. The same functions in PL/pgSQL give the same, in a third of the time.
CREATE OR REPLACE FUNCTION "cairn_fold"("text" TEXT) RETURNS TEXT
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN lower(public.unaccent('public.unaccent'::regdictionary, "text"));
END $$;

-- Most units have no other name.
CREATE OR REPLACE FUNCTION "cairn_fold_each"("texts" TEXT[]) RETURNS TEXT[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF cardinality("texts") = 0 THEN
    RETURN '{}';
  END IF;
  RETURN (SELECT coalesce(array_agg(public.cairn_fold(t.text)), '{}') FROM unnest("texts") AS t("text"));
END $$;

CREATE OR REPLACE FUNCTION "cairn_map_x"("lon" DOUBLE PRECISION) RETURNS INTEGER
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (CASE WHEN "lon" >= 180 THEN 1073741823 ELSE floor(1073741824 * ((180 + "lon") / 360)) END)::integer;
END $$;

CREATE OR REPLACE FUNCTION "cairn_map_y"("lat" DOUBLE PRECISION) RETURNS INTEGER
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (CASE WHEN "lat" >= 85.05112877 THEN 0 WHEN "lat" <= -85.05112877 THEN 1073741823
    ELSE floor(1073741824 * (0.5 - ln(tan(pi() / 4 + radians("lat") / 2)) / (2 * pi()))) END)::integer;
END $$;

-- Masks as numbers: as strings of bits they were made anew in every step.
CREATE OR REPLACE FUNCTION "cairn_map_cell"("x" INTEGER, "y" INTEGER) RETURNS BIGINT
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a bigint := "x";
  b bigint := "y";
BEGIN
  a := (a | (a << 16)) & 281470681808895;      -- 0000ffff0000ffff
  a := (a | (a << 8)) & 71777214294589695;     -- 00ff00ff00ff00ff
  a := (a | (a << 4)) & 1085102592571150095;   -- 0f0f0f0f0f0f0f0f
  a := (a | (a << 2)) & 3689348814741910323;   -- 3333333333333333
  a := (a | (a << 1)) & 6148914691236517205;   -- 5555555555555555
  b := (b | (b << 16)) & 281470681808895;
  b := (b | (b << 8)) & 71777214294589695;
  b := (b | (b << 4)) & 1085102592571150095;
  b := (b | (b << 2)) & 3689348814741910323;
  b := (b | (b << 1)) & 6148914691236517205;
  RETURN a | (b << 1);
END $$;
