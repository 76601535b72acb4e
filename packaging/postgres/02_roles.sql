-- Who may do what in the shared log: two groups of roles, and row-level security.
--
-- Who:  a superuser, or the tables' owner if it may make roles. Again after 01_tables.sql.
-- How:  psql -d DATABASE -f 02_roles.sql
-- Then: 03_new_device.sql once a device; for each who reads, GRANT mnist_desktop_reader TO ROLE.
--
--   mnist_desktop_device  adds rows with its own device_uuid, and neither reads nor changes any
--   mnist_desktop_reader  reads everything
--
-- Row-level security confines members of mnist_desktop_device and nobody else: for all others the
-- granted rights decide as before, so the web app's role goes on. Which device_uuid is whose stands
-- in mnist_desktop_devices. A role with both groups (a teacher's own desktop) sends and reads.
-- A device may not choose an `id`: rows that took the coming ids would make the server pass over
-- other devices' rows, as ON CONFLICT DO NOTHING does.
-- Rights of PUBLIC on these tables are revoked: grant them to the role that needs them.

\set ON_ERROR_STOP on
SET client_min_messages = warning;

SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM unnest(ARRAY['mnist_desktop_device', 'mnist_desktop_reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

BEGIN;
SET LOCAL lock_timeout = '5s';

CREATE TABLE IF NOT EXISTS mnist_desktop_devices (
  device_uuid UUID PRIMARY KEY,
  role_name NAME NOT NULL,
  added_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP);

REVOKE ALL ON user_predictions, user_prediction_labels, mnist_desktop_devices FROM PUBLIC;
REVOKE ALL ON user_predictions, user_prediction_labels, mnist_desktop_devices
  FROM mnist_desktop_device;
SELECT format('GRANT USAGE ON SCHEMA %I TO mnist_desktop_device, mnist_desktop_reader',
  current_schema()) \gexec

-- Every column but id, in no need of a table-wide right.
SELECT format('GRANT INSERT (%s) ON user_predictions TO mnist_desktop_device',
  string_agg(quote_ident(attname), ', ' ORDER BY attnum))
FROM pg_attribute
WHERE attrelid = 'user_predictions'::regclass AND attnum > 0 AND NOT attisdropped
  AND attname <> 'id' \gexec
SELECT format('GRANT USAGE ON SEQUENCE %s TO mnist_desktop_device', numbers)
FROM pg_get_serial_sequence('user_predictions', 'id') AS numbers
WHERE numbers IS NOT NULL \gexec
GRANT INSERT ON user_prediction_labels TO mnist_desktop_device;
GRANT SELECT ON mnist_desktop_devices TO mnist_desktop_device;
GRANT SELECT ON user_predictions, user_prediction_labels, mnist_desktop_devices
  TO mnist_desktop_reader;

-- A device sees which keys are its own, and nobody else's.
ALTER TABLE mnist_desktop_devices ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS device_knows_itself ON mnist_desktop_devices;
CREATE POLICY device_knows_itself ON mnist_desktop_devices
  FOR SELECT TO mnist_desktop_device USING (role_name = current_user);
DROP POLICY IF EXISTS reader_sees_all ON mnist_desktop_devices;
CREATE POLICY reader_sees_all ON mnist_desktop_devices
  FOR SELECT TO mnist_desktop_reader USING (true);

-- Restrictive: whatever other policies say, this must hold too. Without a key it does not hold.
ALTER TABLE user_predictions ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS granted_rights_decide ON user_predictions;
CREATE POLICY granted_rights_decide ON user_predictions USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS device_sends_its_own ON user_predictions;
CREATE POLICY device_sends_its_own ON user_predictions
  AS RESTRICTIVE FOR INSERT TO mnist_desktop_device
  WITH CHECK (device_uuid IN (
    SELECT mine.device_uuid FROM mnist_desktop_devices AS mine
    WHERE mine.role_name = current_user));

ALTER TABLE user_prediction_labels ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS granted_rights_decide ON user_prediction_labels;
CREATE POLICY granted_rights_decide ON user_prediction_labels USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS device_sends_its_own ON user_prediction_labels;
CREATE POLICY device_sends_its_own ON user_prediction_labels
  AS RESTRICTIVE FOR INSERT TO mnist_desktop_device
  WITH CHECK (device_uuid IN (
    SELECT mine.device_uuid FROM mnist_desktop_devices AS mine
    WHERE mine.role_name = current_user));

COMMIT;
RESET client_min_messages;
\echo The roles of the shared log are ready.
