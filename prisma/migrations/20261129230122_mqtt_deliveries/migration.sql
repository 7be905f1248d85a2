-- A worker that is killed between keeping a message and saying so is sent it again.
ALTER TABLE "mqtt_messages" ADD COLUMN "delivery_id" INTEGER;
