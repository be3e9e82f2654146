-- The floor: what any way of storing an event must do at least.
create table bench_floor (
  id bigint generated always as identity,
  data jsonb not null,
  constraint pkey_bench_floor_id primary key (id)
);

grant select, insert on bench_floor to pathway_app;
