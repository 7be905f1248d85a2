-- The GiST index of paths holds the whole way from the top as one key. Keys of thousands of levels break it for every
-- organization (stack depth exceeded on each later insert), and a rollback does not take them out of it again.
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_levels_bounded" CHECK (nlevel("path") <= 64);
