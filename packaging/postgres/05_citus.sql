-- On Citus: both tables distributed by drawing_uuid, so that a drawing's rows lie together.
--
-- Who:  a superuser, once, on the coordinator; after 01, 02 and 03, instead of 04.
-- How:  psql -d DATABASE -f 05_citus.sql
-- What differs from a plain server:
--   * unique indexes contain the distribution column: (drawing_uuid, uuid) here, as in 04;
--   * that column may not be NULL: the web app's rows get a random drawing_uuid, by a default too;
--   * a policy may not hold a subquery: the check moves into a function that every node has, and
--     mnist_desktop_devices is on every node;
--   * `id` is no longer a primary key.
-- Where Citus is not installed this stops before it changes anything. The project's tests run it
-- where --postgres-dsn names a server that has Citus, and skip it elsewhere.

\set ON_ERROR_STOP on
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citus') THEN
    RAISE 'This server has no Citus: install it and add citus to shared_preload_libraries';
  END IF;
END $$;
CREATE EXTENSION IF NOT EXISTS citus;
DO $$
BEGIN
  IF EXISTS (SELECT FROM citus_tables WHERE table_name = 'user_predictions'::regclass) THEN
    RAISE 'user_predictions is distributed already';
  END IF;
END $$;

BEGIN;
SET LOCAL lock_timeout = '5s';
DROP POLICY IF EXISTS device_sends_its_own ON user_predictions;
DROP POLICY IF EXISTS device_sends_its_own ON user_prediction_labels;
REVOKE INSERT ON user_predictions, user_prediction_labels FROM mnist_desktop_device;

UPDATE user_predictions SET drawing_uuid = gen_random_uuid() WHERE drawing_uuid IS NULL;
ALTER TABLE user_predictions
  ALTER COLUMN drawing_uuid SET DEFAULT gen_random_uuid(),
  ALTER COLUMN drawing_uuid SET NOT NULL,
  DROP CONSTRAINT IF EXISTS user_predictions_pkey;
DROP INDEX IF EXISTS user_predictions_uuid, user_predictions_drawing;
CREATE UNIQUE INDEX user_predictions_uuid ON user_predictions (drawing_uuid, uuid);
ALTER TABLE user_prediction_labels
  DROP CONSTRAINT IF EXISTS user_prediction_labels_pkey,
  ADD PRIMARY KEY (drawing_uuid, uuid);
DROP INDEX IF EXISTS user_prediction_labels_drawing;
COMMIT;

SELECT create_reference_table('mnist_desktop_devices');
SELECT create_distributed_table('user_predictions', 'drawing_uuid');
SELECT create_distributed_table('user_prediction_labels', 'drawing_uuid',
  colocate_with => 'user_predictions');

-- As the asking role, which sees only its own keys.
CREATE OR REPLACE FUNCTION mnist_desktop_is_mine(device UUID) RETURNS BOOLEAN
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM mnist_desktop_devices
    WHERE device_uuid = device AND role_name = current_user)
$$;
CREATE POLICY device_sends_its_own ON user_predictions AS RESTRICTIVE
  FOR INSERT TO mnist_desktop_device WITH CHECK (mnist_desktop_is_mine(device_uuid));
CREATE POLICY device_sends_its_own ON user_prediction_labels AS RESTRICTIVE
  FOR INSERT TO mnist_desktop_device WITH CHECK (mnist_desktop_is_mine(device_uuid));

-- Rights come back last: nobody sends while the check is away.
SELECT format('GRANT INSERT (%s) ON user_predictions TO mnist_desktop_device',
  string_agg(quote_ident(attname), ', ' ORDER BY attnum))
FROM pg_attribute
WHERE attrelid = 'user_predictions'::regclass AND attnum > 0 AND NOT attisdropped
  AND attname <> 'id' \gexec
GRANT INSERT ON user_prediction_labels TO mnist_desktop_device;
\echo The shared log is distributed by drawing_uuid.
