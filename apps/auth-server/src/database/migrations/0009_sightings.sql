CREATE TABLE "credential_sightings" (
	"microservice_id" uuid NOT NULL,
	"credential" text NOT NULL,
	"replica" text NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credential_sightings_microservice_id_credential_replica_pk" PRIMARY KEY("microservice_id","credential","replica")
);
--> statement-breakpoint
ALTER TABLE "credential_sightings" ADD CONSTRAINT "credential_sightings_microservice_id_microservices_id_fk" FOREIGN KEY ("microservice_id") REFERENCES "public"."microservices"("id") ON DELETE cascade ON UPDATE no action;