CREATE TABLE "study_request_keys" (
    "organization_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "key_sha256" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "study_request_keys_pkey" PRIMARY KEY ("organization_id","study_id")
);

ALTER TABLE "study_request_keys" ADD CONSTRAINT "study_request_keys_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
