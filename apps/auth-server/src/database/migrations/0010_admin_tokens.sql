CREATE TABLE "admin_token_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "admin_token_state_single_row" CHECK ("admin_token_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "admin_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"role" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_on" date,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "admin_tokens_sha256" CHECK ("admin_tokens"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
-- Every change of an admin token but that of its latest use raises the version of them all and tells
-- all instances, so that a revoked one is refused everywhere.
INSERT INTO "public"."admin_token_state" ("id", "version")
  VALUES (1, floor(extract(epoch FROM clock_timestamp()))::bigint);
--> statement-breakpoint
CREATE FUNCTION "public"."m2m_raise_admin_token_version"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
BEGIN
  UPDATE public.admin_token_state
    SET version = greatest(version + 1, floor(extract(epoch FROM clock_timestamp()))::bigint)
    WHERE id = 1
    RETURNING version INTO raised;
  PERFORM pg_notify('m2m_admin_tokens', raised::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "admin_tokens_raise_admin_token_version"
  AFTER INSERT OR UPDATE OF "label", "role", "sha256", "expires_at", "revoked_at" OR DELETE OR TRUNCATE
  ON "public"."admin_tokens"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_admin_token_version"();
