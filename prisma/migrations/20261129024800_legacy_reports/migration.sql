-- Exports of a study have the headers and files that scripts for PDK know, where ours differ.
ALTER TABLE studies ADD COLUMN has_legacy_reports boolean NOT NULL DEFAULT false;
