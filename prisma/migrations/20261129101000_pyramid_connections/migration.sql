-- The DHIS2 that a pyramid comes from, and what one signs in there with.
CREATE TABLE "pyramid_connections" (
    "organization_id" UUID NOT NULL,
    "pyramid_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "password_sealed" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "pyramid_connections_pkey" PRIMARY KEY ("organization_id","pyramid_id")
);

ALTER TABLE "pyramid_connections" ADD CONSTRAINT "pyramid_connections_organization_id_pyramid_id_fkey"
    FOREIGN KEY ("organization_id", "pyramid_id") REFERENCES "pyramids"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
