-- CreateTable
CREATE TABLE "quantity_bands" (
    "organization_id" UUID NOT NULL,
    "quantity" TEXT NOT NULL,
    "bands" JSONB NOT NULL,

    CONSTRAINT "quantity_bands_pkey" PRIMARY KEY ("organization_id","quantity"),
    CONSTRAINT "quantity_bands_is_list" CHECK (jsonb_typeof("bands") = 'array')
);

-- AddForeignKey
ALTER TABLE "quantity_bands" ADD CONSTRAINT "quantity_bands_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
