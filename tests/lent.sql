-- Notes which tables a test writes to, and gives every row back as it was (tests/database.py).
CREATE SCHEMA kept;
CREATE TABLE kept.touched (name text);
CREATE TABLE kept.counters (name text, value bigint, called boolean);

CREATE FUNCTION kept.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kept.touched VALUES (TG_TABLE_NAME);
  RETURN NULL;
END $$;

DO $$
DECLARE
  one text;
  value bigint;
  called boolean;
BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one);
    EXECUTE format('CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION kept.touch()', one);
  END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT last_value, is_called FROM public.%I', one) INTO value, called;
    INSERT INTO kept.counters VALUES (format('public.%I', one), value, called);
  END LOOP;
END $$;

-- False where something else than rows has changed (a touch without a name). Replicas' rules: neither foreign keys nor
-- triggers stand in the way.
CREATE FUNCTION kept.give_back() RETURNS boolean LANGUAGE plpgsql
SET session_replication_role = replica SET lock_timeout = '2s' AS $$
DECLARE
  one text;
BEGIN
  IF EXISTS (SELECT FROM kept.touched WHERE name IS NULL) THEN
    RETURN false;
  END IF;
  FOR one IN SELECT DISTINCT name FROM kept.touched LOOP
    EXECUTE format('DELETE FROM public.%I', one);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', one, one);
  END LOOP;
  DELETE FROM kept.touched;
  PERFORM setval(name::regclass, value, called) FROM kept.counters;
  RETURN true;
END $$;

CREATE FUNCTION kept.reshape() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kept.touched VALUES (NULL);
END $$;

CREATE EVENT TRIGGER reshape ON ddl_command_end EXECUTE FUNCTION kept.reshape();
