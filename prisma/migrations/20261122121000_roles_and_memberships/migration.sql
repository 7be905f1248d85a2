-- AlterTable
ALTER TABLE "roles" ADD COLUMN "archived_at" TIMESTAMPTZ(6);

-- CreateIndex
CREATE INDEX "password_resets_of_user" ON "password_resets"("user_id");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One live membership for the same role at the same place. Prisma's schema knows no partial or expression indexes.
CREATE UNIQUE INDEX "memberships_once" ON "memberships" ("organization_id", "user_id", "role_id", COALESCE("study_id"::text, ''), COALESCE("org_unit_path", '')) WHERE "ended_at" IS NULL;
