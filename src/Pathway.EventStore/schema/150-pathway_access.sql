-- Who asked for what of whom, and how it was answered. It is no part of the record: it tells of readers.
create table pathway_access (
  id uuid not null,
  at timestamptz not null,
  actor_id varchar not null,
  actor_name varchar not null,
  role varchar not null,
  center varchar null,
  stream_id uuid null,
  call varchar not null,
  parameters jsonb not null,
  status int not null,
  correlation_id varchar not null,
  constraint pathway_access_is_written_once primary key (id),
  constraint pathway_access_parameters_are_named check (jsonb_typeof(parameters) = 'object'),
  constraint pathway_access_status_is_http check (status between 200 and 599)
);

-- Ids are version 7, so their order is that of time: the newest first is a walk through an index, whoever is asked about.
create index pathway_access_of_a_stream on pathway_access (stream_id, id);
create index pathway_access_by_an_actor on pathway_access (actor_id, id);

comment on table pathway_access is 'Every call that asked about streams: who, when, how, and the status it was answered with. Never a body or an answer.';
comment on column pathway_access.id is 'GUID of version 7, made of the instant.';
comment on column pathway_access.stream_id is 'The pathway asked about; null for lists.';
comment on column pathway_access.call is 'Method and route, for example GET /api/pathways/{id}/readiness.';
comment on column pathway_access.parameters is 'The query parameters that the call knows, as they were sent.';

-- Insert-only: no UPDATE, DELETE or TRUNCATE.
grant select, insert on pathway_access to pathway_app;
