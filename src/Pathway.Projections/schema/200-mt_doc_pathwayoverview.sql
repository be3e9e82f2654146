-- One row a pathway, written in the transaction of its events: what the list of pathways shows and filters by.
-- The first five columns are those of a Marten document; the others are taken from the document by the database itself.
create table mt_doc_pathwayoverview (
  id uuid not null,
  data jsonb not null,
  mt_last_modified timestamptz null default transaction_timestamp(),
  mt_version bigint not null default 0,
  mt_dotnet_type varchar null,
  center text generated always as (data ->> 'center') stored,
  patient_ref text generated always as (data ->> 'patientRef') stored,
  strategy text generated always as (data ->> 'strategy') stored,
  phase text generated always as (data ->> 'phase') stored,
  surveillance_from text generated always as (data ->> 'surveillanceFrom') stored,
  constraint pkey_mt_doc_pathwayoverview_id primary key (id)
);

comment on column mt_doc_pathwayoverview.surveillance_from is 'ISO date from which a postoperative patient is under surveillance: the only change of phase that time alone makes.';

create index mt_doc_pathwayoverview_idx_center on mt_doc_pathwayoverview (center, id);
create index mt_doc_pathwayoverview_idx_phase on mt_doc_pathwayoverview (phase, id);

grant select, insert, update on mt_doc_pathwayoverview to pathway_app;
