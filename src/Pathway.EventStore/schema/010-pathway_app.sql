-- The role that the application acts as. It owns nothing; each file grants what it needs, and events can only be added.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pathway_app') then
    begin
      create role pathway_app nologin;
    exception
      -- Roles belong to the whole server: another database on it was set up at the same moment.
      when duplicate_object or unique_violation then null;
    end;
  end if;

  -- The owner may act as the application, so that one login is enough to begin with.
  -- From PostgreSQL 16 on, whoever made a role is a member of it at once, but may not act as it before that is granted, too.
  if not pg_has_role(
    current_user, 'pathway_app', case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)
  then
    execute format('grant pathway_app to %I', current_user);
  end if;
end
$$;
