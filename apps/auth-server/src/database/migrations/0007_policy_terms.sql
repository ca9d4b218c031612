CREATE TABLE "policy_group_members" (
	"group_name" text NOT NULL,
	"microservice_id" uuid NOT NULL,
	CONSTRAINT "policy_group_members_group_name_microservice_id_pk" PRIMARY KEY("group_name","microservice_id")
);
--> statement-breakpoint
CREATE TABLE "policy_groups" (
	"name" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wide_edges" (
	"caller_id" uuid,
	"caller_group" text,
	"target_id" uuid,
	"target_group" text,
	"scopes" text[] DEFAULT '{}'::text[] NOT NULL,
	"ttl_sec" integer,
	"until" timestamp with time zone,
	"mode" text DEFAULT 'enforce' NOT NULL,
	"reason" text,
	"owner" text,
	"sender_constrained" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wide_edges_sides" UNIQUE NULLS NOT DISTINCT("caller_id","caller_group","target_id","target_group"),
	CONSTRAINT "wide_edges_one_each" CHECK (("wide_edges"."caller_id" is null or "wide_edges"."caller_group" is null)
        and ("wide_edges"."target_id" is null or "wide_edges"."target_group" is null)
        and ("wide_edges"."caller_id" is null or "wide_edges"."target_id" is null))
);
--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "ttl_sec" integer;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "mode" text DEFAULT 'enforce' NOT NULL;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "sender_constrained" text;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "message" text;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "content" json;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "changes" json;--> statement-breakpoint
ALTER TABLE "microservices" ADD COLUMN "mode" text DEFAULT 'enforce' NOT NULL;--> statement-breakpoint
ALTER TABLE "microservices" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "policy_group_members" ADD CONSTRAINT "policy_group_members_group_name_policy_groups_name_fk" FOREIGN KEY ("group_name") REFERENCES "public"."policy_groups"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_group_members" ADD CONSTRAINT "policy_group_members_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wide_edges" ADD CONSTRAINT "wide_edges_caller_id_microservices_id_fk" FOREIGN KEY ("caller_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wide_edges" ADD CONSTRAINT "wide_edges_caller_group_policy_groups_name_fk" FOREIGN KEY ("caller_group") REFERENCES "public"."policy_groups"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wide_edges" ADD CONSTRAINT "wide_edges_target_id_microservices_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wide_edges" ADD CONSTRAINT "wide_edges_target_group_policy_groups_name_fk" FOREIGN KEY ("target_group") REFERENCES "public"."policy_groups"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_group_members_microservice_id" ON "policy_group_members" USING btree ("microservice_id");--> statement-breakpoint
-- A decision reads these, too.
CREATE TRIGGER "policy_groups_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."policy_groups"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE TRIGGER "policy_group_members_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."policy_group_members"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
--> statement-breakpoint
CREATE TRIGGER "wide_edges_raise_policy_version"
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."wide_edges"
  FOR EACH STATEMENT EXECUTE FUNCTION "public"."m2m_raise_policy_version"();
