CREATE TABLE "trust_rules" (
	"issuer" text NOT NULL,
	"audience" text NOT NULL,
	"subject" text NOT NULL,
	"jwks_uri" text,
	"microservice_id" uuid NOT NULL,
	"max_age_sec" integer NOT NULL,
	CONSTRAINT "trust_rules_issuer_audience_subject_pk" PRIMARY KEY("issuer","audience","subject")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"microservice_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"label" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_on" date,
	"revoked_at" timestamp with time zone,
	"secret_sha256" text,
	"jti" text,
	"jwks" jsonb,
	"jwks_uri" text,
	CONSTRAINT "credentials_jti_unique" UNIQUE("jti"),
	CONSTRAINT "credentials_proof_of_kind" CHECK (("credentials"."kind" = 'bootstrap') = ("credentials"."jti" is not null)
        and ("credentials"."kind" = 'secret') = ("credentials"."secret_sha256" is not null)
        and ("credentials"."kind" = 'public_key') = (("credentials"."jwks" is null) <> ("credentials"."jwks_uri" is null)))
);
--> statement-breakpoint
CREATE TABLE "unregistered_credentials" (
	"microservice_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_used_on" date NOT NULL,
	CONSTRAINT "unregistered_credentials_microservice_id_fingerprint_pk" PRIMARY KEY("microservice_id","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "trust_rules" ADD CONSTRAINT "trust_rules_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unregistered_credentials" ADD CONSTRAINT "unregistered_credentials_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_rules_microservice_id" ON "trust_rules" USING btree ("microservice_id");--> statement-breakpoint
CREATE INDEX "credentials_microservice_id" ON "credentials" USING btree ("microservice_id");--> statement-breakpoint
-- A decision reads these, too. The day of the latest use is no part of a decision.
CREATE TRIGGER "credentials_raise_policy_version"
  AFTER INSERT OR DELETE OR TRUNCATE
    OR UPDATE OF "microservice_id", "kind", "expires_at", "revoked_at", "secret_sha256", "jti", "jwks", "jwks_uri"
  ON "public"."credentials"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE TRIGGER "trust_rules_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."trust_rules"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
