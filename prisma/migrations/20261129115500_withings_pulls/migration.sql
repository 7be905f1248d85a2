-- When a linked account was read last, for the page of its source.
ALTER TABLE "withings_links" ADD COLUMN "last_fetch_at" TIMESTAMPTZ(6);
