-- Whoever appends holds this lock until the commit, so commit order is seq_id order and no number is ever skipped.
create function pathway_lock_log() returns void
language sql volatile
as $$
  select pg_advisory_xact_lock(7805345421)
$$;

revoke execute on function pathway_lock_log() from public;
grant execute on function pathway_lock_log() to pathway_app;
