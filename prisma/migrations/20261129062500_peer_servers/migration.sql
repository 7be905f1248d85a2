-- Other servers that data of some sources belongs to.
CREATE TABLE "peer_servers" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "study_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "upload_url" TEXT NOT NULL,
    "metadata_url" TEXT,
    "request_key_sealed" TEXT,
    "forwarded_points" BIGINT NOT NULL DEFAULT 0,
    "last_forwarded_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "peer_servers_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE UNIQUE INDEX "peer_servers_name_unique" ON "peer_servers"("organization_id", "study_id", "name");

-- Sources whose data goes on to a peer, and what the peer told of them.
CREATE TABLE "source_peers" (
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "peer_id" UUID NOT NULL,
    "assigned_at" TIMESTAMPTZ(6) NOT NULL,
    "statistics" JSON,
    "statistics_error" TEXT,
    "asked_at" TIMESTAMPTZ(6),

    CONSTRAINT "source_peers_pkey" PRIMARY KEY ("organization_id","source_id")
);

CREATE INDEX "source_peers_of_peer" ON "source_peers"("organization_id", "peer_id", "asked_at");

-- Points on their way to a peer: they are in no other table any more.
CREATE TABLE "forwarded_batches" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "peer_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "point_count" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "file_ids" UUID[] NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "forwarded_batches_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "forwarded_batches_due" ON "forwarded_batches"("next_attempt_at");
CREATE INDEX "forwarded_batches_of_peer" ON "forwarded_batches"("organization_id", "peer_id");

ALTER TABLE "peer_servers" ADD CONSTRAINT "peer_servers_organization_id_study_id_fkey"
    FOREIGN KEY ("organization_id", "study_id") REFERENCES "studies"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "source_peers" ADD CONSTRAINT "source_peers_organization_id_peer_id_fkey"
    FOREIGN KEY ("organization_id", "peer_id") REFERENCES "peer_servers"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "source_peers" ADD CONSTRAINT "source_peers_organization_id_source_id_fkey"
    FOREIGN KEY ("organization_id", "source_id") REFERENCES "sources"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "forwarded_batches" ADD CONSTRAINT "forwarded_batches_organization_id_peer_id_fkey"
    FOREIGN KEY ("organization_id", "peer_id") REFERENCES "peer_servers"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
