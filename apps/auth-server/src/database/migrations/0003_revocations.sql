CREATE TABLE "revocation_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "revocation_state_single_row" CHECK ("revocation_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"target" text,
	"not_before" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "revocations_what" UNIQUE NULLS NOT DISTINCT("kind","subject","target")
);
