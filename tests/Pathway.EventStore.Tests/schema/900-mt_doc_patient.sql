-- A document table as a project above the store would bring it.
create table mt_doc_patient (
  id uuid not null,
  data jsonb not null,
  mt_last_modified timestamptz not null,
  mt_version bigint not null,
  mt_dotnet_type varchar null,
  constraint pkey_mt_doc_patient_id primary key (id)
);

grant select, insert, update on mt_doc_patient to pathway_app;
