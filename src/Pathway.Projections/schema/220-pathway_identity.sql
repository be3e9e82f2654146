-- Who a patient is, beside the record and optional: no event holds any of it, so that it can be erased and the record stays whole.
create table pathway_identity (
  pathway_id uuid not null,
  family_name varchar null,
  given_name varchar null,
  birth_date date null,
  record_number varchar null,
  changed_at timestamptz not null,
  changed_by varchar not null,
  erased_at timestamptz null,
  erased_by varchar null,
  erased_because varchar null,
  constraint pathway_identity_is_kept_once primary key (pathway_id),
  constraint pathway_identity_says_something_until_erased
    check ((num_nonnulls(family_name, given_name, birth_date, record_number) = 0) = (erased_at is not null)),
  constraint pathway_identity_erasure_says_who_and_why check (num_nonnulls(erased_at, erased_by, erased_because) in (0, 3))
);

comment on table pathway_identity is 'Who a patient is; after an erasure only who erased it, when and why.';

create function pathway_identity_stays_erased() returns trigger
language plpgsql
as $$
begin
  raise exception 'An erased identity stays erased.' using errcode = 'restrict_violation';
end
$$;

create trigger pathway_identity_stays_erased before update on pathway_identity
for each row when (old.erased_at is not null) execute function pathway_identity_stays_erased();

-- No DELETE: it would take with it that there was an erasure.
grant select, insert, update on pathway_identity to pathway_app;
