-- CreateTable
CREATE TABLE "fidelity_settings" (
    "organization_id" UUID NOT NULL,
    "expected_interval_s" INTEGER NOT NULL DEFAULT 3600,
    "missing_after" DOUBLE PRECISION NOT NULL DEFAULT 2,
    "dead_after" DOUBLE PRECISION NOT NULL DEFAULT 4,
    "checked_at" TIMESTAMPTZ(6),

    CONSTRAINT "fidelity_settings_pkey" PRIMARY KEY ("organization_id"),
    CONSTRAINT "fidelity_settings_in_order" CHECK (
      "expected_interval_s" > 0 AND "missing_after" >= 1 AND "dead_after" > "missing_after" AND "dead_after" <= 1000)
);

-- CreateTable
CREATE TABLE "source_fidelities" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "since_at" TIMESTAMPTZ(6) NOT NULL,
    "last_contact_at" TIMESTAMPTZ(6),
    "steady_contacts" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "source_fidelities_pkey" PRIMARY KEY ("organization_id","source_id"),
    CONSTRAINT "source_fidelities_state" CHECK ("state" IN ('unknown', 'alive', 'missing', 'dead'))
);
CREATE INDEX "source_fidelities_by_state" ON "source_fidelities"("organization_id", "state");

-- CreateTable
CREATE TABLE "source_fidelity_changes" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "last_contact_at" TIMESTAMPTZ(6),
    "expected_interval_s" INTEGER NOT NULL,

    CONSTRAINT "source_fidelity_changes_pkey" PRIMARY KEY ("organization_id","source_id","changed_at")
);

-- AddForeignKey
ALTER TABLE "fidelity_settings" ADD CONSTRAINT "fidelity_settings_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "source_fidelities" ADD CONSTRAINT "source_fidelities_organization_id_source_id_fkey" FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "source_fidelity_changes" ADD CONSTRAINT "source_fidelity_changes_organization_id_source_id_fkey" FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
