-- The leaves of the Merkle tree over the log: one for every event, in the order of the log, without gaps whatever seq_id does.
create table pathway_log_leaf (
  leaf_index bigint not null,
  seq_id bigint not null,
  event_id uuid not null,
  stream_id uuid not null,
  version bigint not null,
  hash bytea not null,
  constraint pathway_log_leaf_has_one_place primary key (leaf_index),
  constraint pathway_log_leaf_is_of_one_event unique (seq_id),
  constraint pathway_log_leaf_index_is_from_0 check (leaf_index >= 0),
  constraint pathway_log_leaf_hash_is_sha256 check (octet_length(hash) = 32)
);

create index pathway_log_leaf_event_id on pathway_log_leaf (event_id);

comment on table pathway_log_leaf is 'What was recorded, as hashes: docs/verification.md says of what. The ids name an event that should be gone.';

-- As the record itself: no UPDATE, DELETE or TRUNCATE.
grant select, insert on pathway_log_leaf to pathway_app;
