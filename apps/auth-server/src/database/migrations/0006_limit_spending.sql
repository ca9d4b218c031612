CREATE TABLE "limit_spending" (
	"instance_id" text PRIMARY KEY NOT NULL,
	"batches" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
