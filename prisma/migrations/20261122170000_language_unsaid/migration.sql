-- The language of an account is null until the person says it: the default could not be told from a choice.
ALTER TABLE "users" ALTER COLUMN "locale" DROP NOT NULL,
                    ALTER COLUMN "locale" DROP DEFAULT;
UPDATE "users" SET "locale" = NULL WHERE "locale" = 'en';
