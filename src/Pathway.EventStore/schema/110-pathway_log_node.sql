-- Inner nodes of the Merkle tree, every eighth level: a proof is made from at most 128 rows a step, and there is one row to 255 leaves.
create table pathway_log_node (
  level int not null,
  node_index bigint not null,
  hash bytea not null,
  constraint pathway_log_node_has_one_place primary key (level, node_index),
  constraint pathway_log_node_level_is_every_eighth check (level > 0 and level % 8 = 0),
  constraint pathway_log_node_hash_is_sha256 check (octet_length(hash) = 32)
);

comment on table pathway_log_node is 'Node i of level L covers the leaves from i * 2^L to (i + 1) * 2^L - 1. It can be made again from the leaves.';

grant select, insert on pathway_log_node to pathway_app;
