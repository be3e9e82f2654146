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
  if not pg_has_role(current_user, 'pathway_app', 'member') then
    execute format('grant pathway_app to %I', current_user);
  end if;
end
$$;
