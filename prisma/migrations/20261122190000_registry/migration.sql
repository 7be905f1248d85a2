-- Lower case without accents. unaccent itself is only STABLE because its dictionary can be changed; ours never is.
CREATE FUNCTION "cairn_fold"("text" TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(public.unaccent('public.unaccent'::regdictionary, "text"));

-- CreateTable
CREATE TABLE "pyramids" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "is_read_only" BOOLEAN NOT NULL DEFAULT false,
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "tree_statuses" TEXT[] DEFAULT ARRAY['VALID']::TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pyramids_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "pyramid_studies" (
    "organization_id" UUID NOT NULL,
    "pyramid_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,

    CONSTRAINT "pyramid_studies_pkey" PRIMARY KEY ("organization_id","pyramid_id","study_id")
);

-- CreateTable
CREATE TABLE "pyramid_versions" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "pyramid_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pyramid_versions_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_types" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "category" TEXT,
    "depth" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_unit_types_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_type_studies" (
    "organization_id" UUID NOT NULL,
    "type_id" UUID NOT NULL,
    "study_id" UUID NOT NULL,

    CONSTRAINT "org_unit_type_studies_pkey" PRIMARY KEY ("organization_id","type_id","study_id")
);

-- CreateTable
CREATE TABLE "org_unit_type_children" (
    "organization_id" UUID NOT NULL,
    "parent_type_id" UUID NOT NULL,
    "child_type_id" UUID NOT NULL,
    "is_creatable" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "org_unit_type_children_pkey" PRIMARY KEY ("organization_id","parent_type_id","child_type_id")
);

-- CreateTable
CREATE TABLE "org_units" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "version_id" UUID NOT NULL,
    "parent_id" UUID,
    "path" ltree,
    "type_id" UUID,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL GENERATED ALWAYS AS (cairn_fold("name")) STORED,
    "status" TEXT NOT NULL DEFAULT 'NEW',
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source_ref" TEXT,
    "sub_source" TEXT NOT NULL DEFAULT '',
    "code" TEXT NOT NULL DEFAULT '',
    "client_uuid" TEXT,
    "is_custom" BOOLEAN NOT NULL DEFAULT false,
    "location" geometry(PointZ,4326),
    "accuracy_m" DOUBLE PRECISION,
    "geom" geometry(MultiPolygon,4326),
    "simplified_geom" geometry(MultiPolygon,4326),
    "opening_date" DATE,
    "closed_date" DATE,
    "extra_fields" JSONB NOT NULL DEFAULT '{}',
    "default_image_id" UUID,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source_created_at" TIMESTAMPTZ(6),
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "org_units_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_groups" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "version_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source_ref" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_unit_groups_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_group_members" (
    "organization_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,

    CONSTRAINT "org_unit_group_members_pkey" PRIMARY KEY ("organization_id","group_id","unit_id")
);

-- CreateTable
CREATE TABLE "org_unit_group_sets" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "version_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source_ref" TEXT,
    "belonging" TEXT NOT NULL DEFAULT 'SINGLE',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_unit_group_sets_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_group_set_groups" (
    "organization_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,

    CONSTRAINT "org_unit_group_set_groups_pkey" PRIMARY KEY ("organization_id","set_id","group_id")
);

-- CreateTable
CREATE TABLE "org_unit_changes" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "origin" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "import_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "org_unit_changes_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "registry_imports" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pyramid_id" UUID NOT NULL,
    "version_id" UUID,
    "task_id" UUID,
    "file_name" TEXT NOT NULL,
    "blob_key" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" JSONB,
    "state" TEXT NOT NULL DEFAULT 'uploaded',
    "report" JSONB,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "imported_at" TIMESTAMPTZ(6),
    "undone_at" TIMESTAMPTZ(6),

    CONSTRAINT "registry_imports_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_comments" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "unit_id" UUID NOT NULL,
    "parent_id" UUID,
    "author_id" UUID,
    "author_label" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "org_unit_comments_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "org_unit_images" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legacy_id" BIGSERIAL NOT NULL,
    "unit_id" UUID NOT NULL,
    "blob_key" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "caption" TEXT NOT NULL DEFAULT '',
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "org_unit_images_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pyramids_name_unique" ON "pyramids"("organization_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "pyramids_legacy_id_unique" ON "pyramids"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "pyramid_studies_by_study" ON "pyramid_studies"("organization_id", "study_id");

-- CreateIndex
CREATE UNIQUE INDEX "pyramid_versions_number_unique" ON "pyramid_versions"("organization_id", "pyramid_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "pyramid_versions_legacy_id_unique" ON "pyramid_versions"("organization_id", "legacy_id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_types_name_unique" ON "org_unit_types"("organization_id", "name", "depth");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_types_legacy_id_unique" ON "org_unit_types"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "org_units_by_name" ON "org_units"("organization_id", "version_id", "folded", "id");

-- CreateIndex
CREATE INDEX "org_units_by_parent" ON "org_units"("organization_id", "parent_id", "folded", "id");

-- CreateIndex
CREATE INDEX "org_units_by_type" ON "org_units"("organization_id", "version_id", "type_id", "folded", "id");

-- CreateIndex
CREATE INDEX "org_units_by_change" ON "org_units"("organization_id", "version_id", "updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_units_in_version_unique" ON "org_units"("organization_id", "version_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_units_legacy_id_unique" ON "org_units"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "org_unit_groups_by_name" ON "org_unit_groups"("organization_id", "version_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_groups_in_version_unique" ON "org_unit_groups"("organization_id", "version_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_groups_source_ref_unique" ON "org_unit_groups"("organization_id", "version_id", "source_ref");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_groups_legacy_id_unique" ON "org_unit_groups"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "org_unit_group_members_by_unit" ON "org_unit_group_members"("organization_id", "unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_group_sets_in_version_unique" ON "org_unit_group_sets"("organization_id", "version_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_group_sets_source_ref_unique" ON "org_unit_group_sets"("organization_id", "version_id", "source_ref");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_group_sets_legacy_id_unique" ON "org_unit_group_sets"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "org_unit_changes_by_unit" ON "org_unit_changes"("organization_id", "unit_id", "id");

-- CreateIndex
CREATE INDEX "org_unit_comments_by_unit" ON "org_unit_comments"("organization_id", "unit_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_comments_legacy_id_unique" ON "org_unit_comments"("organization_id", "legacy_id");

-- CreateIndex
CREATE INDEX "org_unit_images_by_unit" ON "org_unit_images"("organization_id", "unit_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "org_unit_images_legacy_id_unique" ON "org_unit_images"("organization_id", "legacy_id");

-- AddForeignKey
ALTER TABLE "pyramid_studies" ADD CONSTRAINT "pyramid_studies_organization_id_pyramid_id_fkey" FOREIGN KEY ("organization_id", "pyramid_id") REFERENCES "pyramids"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pyramid_studies" ADD CONSTRAINT "pyramid_studies_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pyramid_versions" ADD CONSTRAINT "pyramid_versions_organization_id_pyramid_id_fkey" FOREIGN KEY ("organization_id", "pyramid_id") REFERENCES "pyramids"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_type_studies" ADD CONSTRAINT "org_unit_type_studies_organization_id_type_id_fkey" FOREIGN KEY ("organization_id", "type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_type_studies" ADD CONSTRAINT "org_unit_type_studies_organization_id_study_id_fkey" FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_type_children" ADD CONSTRAINT "org_unit_type_children_organization_id_parent_type_id_fkey" FOREIGN KEY ("organization_id", "parent_type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_type_children" ADD CONSTRAINT "org_unit_type_children_organization_id_child_type_id_fkey" FOREIGN KEY ("organization_id", "child_type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "pyramid_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_organization_id_type_id_fkey" FOREIGN KEY ("organization_id", "type_id") REFERENCES "org_unit_types"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_organization_id_version_id_parent_id_fkey" FOREIGN KEY ("organization_id", "version_id", "parent_id") REFERENCES "org_units"("organization_id", "version_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "org_unit_groups" ADD CONSTRAINT "org_unit_groups_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "pyramid_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_group_members" ADD CONSTRAINT "org_unit_group_members_organization_id_version_id_group_id_fkey" FOREIGN KEY ("organization_id", "version_id", "group_id") REFERENCES "org_unit_groups"("organization_id", "version_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "org_unit_group_members" ADD CONSTRAINT "org_unit_group_members_organization_id_version_id_unit_id_fkey" FOREIGN KEY ("organization_id", "version_id", "unit_id") REFERENCES "org_units"("organization_id", "version_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "org_unit_group_sets" ADD CONSTRAINT "org_unit_group_sets_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "pyramid_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_group_set_groups" ADD CONSTRAINT "org_unit_group_set_groups_organization_id_version_id_set_i_fkey" FOREIGN KEY ("organization_id", "version_id", "set_id") REFERENCES "org_unit_group_sets"("organization_id", "version_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "org_unit_group_set_groups" ADD CONSTRAINT "org_unit_group_set_groups_organization_id_version_id_group_fkey" FOREIGN KEY ("organization_id", "version_id", "group_id") REFERENCES "org_unit_groups"("organization_id", "version_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "registry_imports" ADD CONSTRAINT "registry_imports_organization_id_version_id_fkey" FOREIGN KEY ("organization_id", "version_id") REFERENCES "pyramid_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_comments" ADD CONSTRAINT "org_unit_comments_organization_id_unit_id_fkey" FOREIGN KEY ("organization_id", "unit_id") REFERENCES "org_units"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_comments" ADD CONSTRAINT "org_unit_comments_organization_id_parent_id_fkey" FOREIGN KEY ("organization_id", "parent_id") REFERENCES "org_unit_comments"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit_images" ADD CONSTRAINT "org_unit_images_organization_id_unit_id_fkey" FOREIGN KEY ("organization_id", "unit_id") REFERENCES "org_units"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
CREATE UNIQUE INDEX "pyramid_versions_one_default" ON "pyramid_versions" ("organization_id", "pyramid_id") WHERE "is_default";
CREATE UNIQUE INDEX "pyramids_one_default" ON "pyramids" ("organization_id") WHERE "is_default";
CREATE UNIQUE INDEX "org_units_source_ref_unique" ON "org_units" ("organization_id", "version_id", "source_ref") WHERE "source_ref" IS NOT NULL;
CREATE UNIQUE INDEX "org_units_valid_code_unique" ON "org_units" ("organization_id", "version_id", "code") WHERE "code" <> '' AND "status" = 'VALID';
CREATE UNIQUE INDEX "org_units_client_uuid_unique" ON "org_units" ("organization_id", "version_id", "client_uuid") WHERE "client_uuid" IS NOT NULL;
CREATE INDEX "org_units_by_folded_trigram" ON "org_units" USING gin ("folded" gin_trgm_ops);
CREATE INDEX "org_units_by_alias" ON "org_units" USING gin ("aliases");
CREATE INDEX "org_units_by_path" ON "org_units" USING gist ("path");
CREATE INDEX "org_units_by_location" ON "org_units" USING gist ("location");
CREATE INDEX "org_units_by_geom" ON "org_units" USING gist ("geom");
CREATE INDEX "org_unit_changes_by_import" ON "org_unit_changes" ("organization_id", "import_id", "id") WHERE "import_id" IS NOT NULL;
ALTER TABLE "org_units"
  ADD CONSTRAINT "org_units_status_known" CHECK ("status" IN ('NEW', 'VALID', 'REJECTED')),
  ADD CONSTRAINT "org_units_name_given" CHECK (btrim("name") <> '' AND char_length("name") <= 255),
  ADD CONSTRAINT "org_units_opened_before_closed" CHECK ("opening_date" <= "closed_date"),
  ADD CONSTRAINT "org_units_not_own_parent" CHECK ("parent_id" <> "id"),
  ADD CONSTRAINT "org_units_location_on_earth" CHECK (ST_X("location") BETWEEN -180 AND 180 AND ST_Y("location") BETWEEN -90 AND 90);
ALTER TABLE "org_unit_type_children" ADD CONSTRAINT "org_unit_type_children_not_itself" CHECK ("parent_type_id" <> "child_type_id");
ALTER TABLE "org_unit_group_sets" ADD CONSTRAINT "org_unit_group_sets_belonging_known" CHECK ("belonging" IN ('SINGLE', 'MULTIPLE'));
-- A restored backup brings children before their parents.
ALTER TABLE "org_units" ALTER CONSTRAINT "org_units_organization_id_version_id_parent_id_fkey" DEFERRABLE;
ALTER TABLE "org_unit_comments" ALTER CONSTRAINT "org_unit_comments_organization_id_parent_id_fkey" DEFERRABLE;
