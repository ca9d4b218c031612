-- Every change of what a decision reads raises the version once per transaction and tells all
-- instances, whoever makes it: this process, another one, or a person in psql.
INSERT INTO "public"."policy_state" ("id", "version") VALUES (1, 0);
--> statement-breakpoint
CREATE FUNCTION "public"."m2m_raise_policy_version"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
BEGIN
  -- xmin tells who wrote the row last: when it is this transaction, the version is raised already.
  UPDATE public.policy_state SET version = version + 1
    WHERE id = 1 AND xmin <> pg_current_xact_id()::xid
    RETURNING version INTO raised;
  IF raised IS NOT NULL THEN
    PERFORM pg_notify('m2m_policy', raised::text);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "microservices_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."microservices"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE TRIGGER "edges_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."edges"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE TRIGGER "revoked_credentials_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."revoked_credentials"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE FUNCTION "public"."m2m_retire_name"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.retired_names (name, retired_at) VALUES (OLD.name, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET retired_at = excluded.retired_at;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "microservices_retire_deleted_name"
  AFTER DELETE ON "public"."microservices"
  FOR EACH ROW EXECUTE FUNCTION "public"."m2m_retire_name"();
--> statement-breakpoint
CREATE TRIGGER "microservices_retire_old_name"
  AFTER UPDATE OF "name" ON "public"."microservices"
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION "public"."m2m_retire_name"();
--> statement-breakpoint
CREATE FUNCTION "public"."m2m_refuse_credentials_of_predecessor"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.not_before := greatest(
    NEW.not_before,
    (SELECT retired_at FROM public.retired_names WHERE name = NEW.name)
  );
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "microservices_refuse_credentials_of_predecessor"
  BEFORE INSERT OR UPDATE OF "name" ON "public"."microservices"
  FOR EACH ROW EXECUTE FUNCTION "public"."m2m_refuse_credentials_of_predecessor"();
