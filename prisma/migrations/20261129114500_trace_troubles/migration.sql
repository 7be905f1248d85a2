-- What failed is looked for among the many steps that did not.
CREATE INDEX "bundle_traces_troubles" ON "bundle_traces" ("organization_id", "id") WHERE "status" IN ('errored', 'upload_failed');
