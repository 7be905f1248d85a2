-- CreateTable
CREATE TABLE "publishers" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fields" TEXT[],
    "settings" JSONB NOT NULL,
    "secrets_sealed" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "publishers_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "publishers_kind_known" CHECK ("kind" IN ('webhook', 'stadtpuls', 'mqtt'))
);

-- CreateTable
CREATE TABLE "publications" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "publisher_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "installation_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "values" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "settled_at" TIMESTAMPTZ(6),
    "last_error" TEXT,

    CONSTRAINT "publications_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "publications_kind_known" CHECK ("kind" IN ('sample', 'withdrawal')),
    CONSTRAINT "publications_state_known" CHECK ("state" IN ('waiting', 'sent', 'withdrawn', 'failed'))
);
CREATE UNIQUE INDEX "publications_once" ON "publications"("organization_id", "publisher_id", "kind", "installation_id", "observed_at");
CREATE INDEX "publications_by_state" ON "publications"("organization_id", "publisher_id", "state", "created_at", "id");
CREATE INDEX "publications_due" ON "publications"("organization_id", "publisher_id", "next_attempt_at") WHERE "state" = 'waiting';

-- CreateTable
CREATE TABLE "publisher_registrations" (
    "organization_id" UUID NOT NULL,
    "publisher_id" UUID NOT NULL,
    "installation_id" UUID NOT NULL,
    "remote_id" TEXT,
    "registered_at" TIMESTAMPTZ(6) NOT NULL,
    "asked_until" TIMESTAMPTZ(6),
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "publisher_registrations_pkey" PRIMARY KEY ("organization_id","publisher_id","installation_id")
);

-- AddForeignKey
ALTER TABLE "publishers" ADD CONSTRAINT "publishers_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "publications" ADD CONSTRAINT "publications_organization_id_publisher_id_fkey" FOREIGN KEY ("organization_id", "publisher_id") REFERENCES "publishers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "publisher_registrations" ADD CONSTRAINT "publisher_registrations_organization_id_publisher_id_fkey" FOREIGN KEY ("organization_id", "publisher_id") REFERENCES "publishers"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
