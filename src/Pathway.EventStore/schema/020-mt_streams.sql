-- One row a stream. Names, types and defaults are Marten's, so that its engine opens the same database.
create table if not exists mt_streams (
  id uuid not null,
  type varchar null,
  version bigint null,
  timestamp timestamptz not null default now(),
  created timestamptz not null default now(),
  tenant_id varchar null default '*DEFAULT*',
  is_archived boolean null default false,
  constraint pkey_mt_streams_id primary key (id)
);

-- No DELETE: it would cascade to the events.
grant select, insert, update (version, timestamp) on mt_streams to pathway_app;
