CREATE TABLE "admin_acts" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"actor_role" text NOT NULL,
	"action" text NOT NULL,
	"subject" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"status" integer NOT NULL,
	"code" text,
	"request_id" text NOT NULL,
	"source_address" text NOT NULL,
	"instance" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_gaps" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"denials" integer NOT NULL,
	"acts" integer NOT NULL,
	"instance" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_writers" (
	"instance" text PRIMARY KEY NOT NULL,
	"batch" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_counts" (
	"hour" timestamp with time zone NOT NULL,
	"caller" text NOT NULL,
	"target" text NOT NULL,
	"scope" text NOT NULL,
	"observed" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "call_counts_hour_caller_target_scope_observed_pk" PRIMARY KEY("hour","caller","target","scope","observed")
);
--> statement-breakpoint
CREATE TABLE "decisions_denied" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"request_id" text NOT NULL,
	"caller" text,
	"chain" text[] DEFAULT '{}'::text[] NOT NULL,
	"target" text,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"reason" text NOT NULL,
	"credential_id" text,
	"policy_version" bigint,
	"source_address" text,
	"instance" text NOT NULL,
	"count" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "admin_acts_at" ON "admin_acts" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_gaps_at" ON "audit_gaps" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "decisions_denied_at" ON "decisions_denied" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "decisions_denied_caller" ON "decisions_denied" USING btree ("caller","at");--> statement-breakpoint
CREATE INDEX "decisions_denied_target" ON "decisions_denied" USING btree ("target","at");