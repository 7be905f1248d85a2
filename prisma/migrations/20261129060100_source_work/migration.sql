-- What sources were called before they were merged.
CREATE TABLE "source_aliases" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_aliases_pkey" PRIMARY KEY ("organization_id","study_id","identifier")
);

CREATE INDEX "source_aliases_of_source" ON "source_aliases"("organization_id", "source_id");

ALTER TABLE "source_aliases" ADD CONSTRAINT "source_aliases_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Bundles of which a part was erased.
ALTER TABLE "bundles" ADD COLUMN "is_rewritten" BOOLEAN NOT NULL DEFAULT false;
