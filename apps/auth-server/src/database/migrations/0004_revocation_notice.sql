-- Every change of a revocation raises the version of them all and tells all instances. So does a
-- name that is retired, whose tokens are void from then on. The version is at least the seconds of
-- the clock: after a restored backup or with a new database it is higher than followers ever saw it.
INSERT INTO "public"."revocation_state" ("id", "version")
  VALUES (1, floor(extract(epoch FROM clock_timestamp()))::bigint);
--> statement-breakpoint
CREATE FUNCTION "public"."m2m_raise_revocation_version"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
BEGIN
  UPDATE public.revocation_state
    SET version = greatest(version + 1, floor(extract(epoch FROM clock_timestamp()))::bigint)
    WHERE id = 1
    RETURNING version INTO raised;
  PERFORM pg_notify('m2m_revocations', raised::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "revocations_raise_revocation_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."revocations"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_revocation_version"();
--> statement-breakpoint
CREATE TRIGGER "retired_names_raise_revocation_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."retired_names"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_revocation_version"();
