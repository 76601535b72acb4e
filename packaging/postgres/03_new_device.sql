-- A role for one device, which may add its own rows and nothing else.
--
-- Who:  as for 02_roles.sql, which comes first. Once a device; again to set a new password or to
--       add another device_uuid (a device whose journal was made anew has a new one).
-- How:  psql -d DATABASE -v device_role=room_12 -v device_uuid=UUID -f 03_new_device.sql
--       The app names its device_uuid when the server does not know it: until then run this
--       without one, and once more with it. psql asks for the password and sends only its SCRAM
--       hash. For many devices, put it into the environment instead:
--       MNIST_DESKTOP_DEVICE_PASSWORD=... psql ... ; the server then writes it to no log.
-- Undo: DELETE FROM mnist_desktop_devices WHERE role_name = 'room_12'; DROP OWNED BY room_12;
--       DROP ROLE room_12;   the rows that it sent stay.

\set ON_ERROR_STOP on
\if :{?device_role}
\else
  DO $$ BEGIN RAISE 'Say which role: -v device_role=NAME'; END $$;
\endif
\if :{?device_uuid}
\else
  \set device_uuid ''
\endif

-- Nobody who may do more becomes a device by a slip of the hand.
SELECT EXISTS (
  SELECT FROM pg_roles
  WHERE rolname = :'device_role' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls
    OR rolreplication OR NOT pg_has_role(rolname, 'mnist_desktop_device', 'MEMBER'))
) AS is_another, EXISTS (
  SELECT FROM mnist_desktop_devices
  WHERE device_uuid = nullif(:'device_uuid', '')::uuid AND role_name <> :'device_role'
) AS is_taken \gset
\if :is_another
  DO $$ BEGIN RAISE 'A role of this name exists and is no device: choose another name'; END $$;
\endif
\if :is_taken
  DO $$ BEGIN RAISE 'This device_uuid is another role''s: see mnist_desktop_devices'; END $$;
\endif

\getenv device_password MNIST_DESKTOP_DEVICE_PASSWORD
BEGIN;
-- A password in a statement belongs in no log; who may not set these cannot hide it.
SELECT set_config(name, value, true) AS quiet
FROM (VALUES ('log_statement', 'none'), ('log_min_duration_statement', '-1'),
  ('log_min_error_statement', 'panic')) AS wanted (name, value)
WHERE has_parameter_privilege(name, 'SET') \g /dev/null
SELECT format('CREATE ROLE %I LOGIN INHERIT CONNECTION LIMIT 8', :'device_role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'device_role') \gexec
GRANT mnist_desktop_device TO :"device_role";
GRANT CONNECT ON DATABASE :"DBNAME" TO :"device_role";
INSERT INTO mnist_desktop_devices (device_uuid, role_name)
SELECT key, :'device_role' FROM (SELECT nullif(:'device_uuid', '')::uuid AS key) AS given
WHERE key IS NOT NULL ON CONFLICT DO NOTHING;
\if :{?device_password}
  SET LOCAL password_encryption = 'scram-sha-256';
  ALTER ROLE :"device_role" PASSWORD :'device_password';
\endif
COMMIT;
\if :{?device_password}
\else
  \password :"device_role"
\endif
\echo The role :device_role is ready.
