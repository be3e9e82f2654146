-- Which schema files this database has seen. A file is applied once and never changed afterwards.
create table pathway_schema_file (
  name varchar not null,
  sha256 bytea not null,
  applied timestamptz not null default now(),
  constraint pathway_schema_file_is_applied_once primary key (name)
);

comment on table pathway_schema_file is 'Schema files applied to this database, with the SHA-256 of what they said then.';
