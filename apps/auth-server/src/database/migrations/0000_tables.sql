CREATE TABLE "edges" (
	"caller_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "edges_caller_id_target_id_pk" PRIMARY KEY("caller_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "policy_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "policy_state_single_row" CHECK ("policy_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"version" bigint PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"document" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "microservices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"not_before" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "microservices_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "retired_names" (
	"name" text PRIMARY KEY NOT NULL,
	"retired_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revoked_credentials" (
	"jti" text PRIMARY KEY NOT NULL,
	"microservice_id" uuid NOT NULL,
	"revoked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "jwt_signing_keys" (
	"app_id" text NOT NULL,
	"key_id" text NOT NULL,
	"key_string" text NOT NULL,
	"algorithm" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "jwt_signing_keys_app_id_key_id_pk" PRIMARY KEY("app_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "session_access_token_signing_keys" (
	"app_id" text NOT NULL,
	"created_at_time" bigint NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "session_access_token_signing_keys_app_id_created_at_time_pk" PRIMARY KEY("app_id","created_at_time")
);
--> statement-breakpoint
ALTER TABLE "edges" ADD CONSTRAINT "edges_caller_id_microservices_id_fk" FOREIGN KEY ("caller_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edges" ADD CONSTRAINT "edges_target_id_microservices_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revoked_credentials" ADD CONSTRAINT "revoked_credentials_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "edges_target_id" ON "edges" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "revoked_credentials_microservice_id" ON "revoked_credentials" USING btree ("microservice_id");