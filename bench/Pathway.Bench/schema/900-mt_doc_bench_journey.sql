-- The read model that the bench keeps with each journey.
create table mt_doc_bench_journey (
  id uuid not null,
  data jsonb not null,
  mt_last_modified timestamptz not null,
  mt_version bigint not null,
  mt_dotnet_type varchar null,
  constraint pkey_mt_doc_bench_journey_id primary key (id)
);

grant select, insert, update on mt_doc_bench_journey to pathway_app;
