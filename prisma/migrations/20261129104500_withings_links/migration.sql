-- Withings accounts that participants linked with sources.
CREATE TABLE "withings_links" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "tokens_sealed" TEXT NOT NULL,
    "access_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL,
    "fetched_until" TIMESTAMPTZ(6) NOT NULL,
    "next_fetch_at" TIMESTAMPTZ(6) NOT NULL,
    "failure" TEXT,

    CONSTRAINT "withings_links_pkey" PRIMARY KEY ("organization_id", "source_id")
);

CREATE INDEX "withings_links_due" ON "withings_links" ("next_fetch_at");

ALTER TABLE "withings_links" ADD CONSTRAINT "withings_links_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
