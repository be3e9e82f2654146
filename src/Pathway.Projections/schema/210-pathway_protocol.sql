-- Protocols published by this installation, beside those that the program brings. A published version never changes: the application may add and read.
create table pathway_protocol (
  id varchar not null,
  version int not null,
  document text not null,
  sha256 bytea not null,
  published_at timestamptz not null,
  published_by varchar not null,
  constraint pathway_protocol_version_is_published_once primary key (id, version),
  constraint pathway_protocol_sha256_is_of_the_document check (sha256 = sha256(convert_to(document, 'UTF8')))
);

comment on column pathway_protocol.document is 'The whole document in canonical form (RFC 8785), as it was hashed.';

grant select, insert on pathway_protocol to pathway_app;
