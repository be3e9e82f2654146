-- What was signed: the root of the Merkle tree when it had so many leaves.
create table pathway_log_checkpoint (
  size bigint not null,
  root bytea not null,
  note varchar not null,
  signed timestamptz not null,
  constraint pathway_log_checkpoint_is_signed_once primary key (size),
  constraint pathway_log_checkpoint_root_is_sha256 check (octet_length(root) = 32)
);

comment on column pathway_log_checkpoint.note is 'The signed note (C2SP tlog-checkpoint), which says size and root as well: it is what counts.';

grant select, insert on pathway_log_checkpoint to pathway_app;
