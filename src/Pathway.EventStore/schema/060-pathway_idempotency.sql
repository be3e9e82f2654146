-- The first answer to each idempotency key, to be repeated byte for byte.
create table pathway_idempotency (
  actor_id varchar not null,
  key varchar not null,
  fingerprint bytea not null,
  status int not null,
  body bytea not null,
  created timestamptz not null,
  constraint pathway_idempotency_key_is_answered_once primary key (actor_id, key),
  constraint pathway_idempotency_fingerprint_is_sha256 check (octet_length(fingerprint) = 32),
  constraint pathway_idempotency_status_is_http check (status between 200 and 599)
);

comment on column pathway_idempotency.fingerprint is 'SHA-256 of what was asked: the same key with another question is an error.';

grant select, insert on pathway_idempotency to pathway_app;
