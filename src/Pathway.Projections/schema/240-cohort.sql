-- What reports are made of. Everything in these two schemas is derived from the events and can be derived again, so that it is the application's own:
-- it makes the tables of a generation, switches the views to them, and drops the generation before.
create schema cohort;
create schema reporting;
comment on schema cohort is 'Tables of the cohort, one set a generation. Read the views of the schema reporting instead.';
comment on schema reporting is 'What statistics and reporting tools read: see docs/reporting.md. The names stay.';
grant usage, create on schema cohort, reporting to pathway_app;

create table cohort.generation (
  generation int generated always as identity,
  version int not null,
  shape text not null,
  is_current boolean not null default false,
  made_at timestamptz not null default now(),
  checked_at timestamptz null,
  checked bigint not null default 0,
  differing bigint not null default 0,
  differing_pathways uuid[] not null default '{}',
  constraint generation_is_made_once primary key (generation)
);

comment on table cohort.generation is 'The sets of tables that there are: the one that is read, and one that a rebuild is filling. Rebuilt tables are new ones beside the old.';
comment on column cohort.generation.version is 'Version of the derivation that fills it.';
comment on column cohort.generation.shape is 'SHA-256 of what its tables look like.';
comment on column cohort.generation.checked is 'How many pathways the background check has derived anew and compared.';
comment on column cohort.generation.differing_pathways is 'The last pathways whose rows were not what their events say.';

create unique index generation_is_current_alone on cohort.generation (is_current) where is_current;
grant select, insert, update, delete on cohort.generation to pathway_app;
