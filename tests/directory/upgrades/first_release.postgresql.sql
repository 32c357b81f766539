SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.service_text_grams(whole text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT COST 2000 PARALLEL SAFE
    RETURN ((string_to_array(regexp_replace(whole, '(...)'::text, '\1'::text, 'g'::text), ''::text) || string_to_array(regexp_replace(substr(whole, 2), '(...)'::text, '\1'::text, 'g'::text), ''::text)) || string_to_array(regexp_replace(substr(whole, 3), '(...)'::text, '\1'::text, 'g'::text), ''::text));
CREATE FUNCTION public.waylight_moment(said text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
BEGIN
    IF said !~ '^[0-9]{4}-' THEN
        RETURN NULL;
    END IF;
    IF said ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' OR said !~* '(z|[+-][0-9]{2}:?[0-9]{2})$' THEN
        said := said || 'Z';
    END IF;
    RETURN to_char(said::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$_$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.accessibility (
    id character varying NOT NULL,
    description character varying,
    details character varying,
    url character varying,
    location_id character varying
);
CREATE TABLE public.address (
    id character varying NOT NULL,
    address_1 character varying NOT NULL,
    city character varying NOT NULL,
    state_province character varying NOT NULL,
    postal_code character varying NOT NULL,
    country character varying NOT NULL,
    address_type character varying NOT NULL,
    attention character varying,
    address_2 character varying,
    region character varying,
    location_id character varying
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.assurance (
    service_id character varying NOT NULL,
    verified_by character varying,
    verified_at timestamp with time zone,
    method character varying
);
CREATE TABLE public.attribute (
    id character varying NOT NULL,
    link_id character varying,
    link_type character varying,
    link_entity character varying,
    value character varying,
    taxonomy_term_id character varying
);
CREATE TABLE public.audience (
    service_id character varying NOT NULL,
    code character varying NOT NULL
);
CREATE TABLE public.conduct (
    service_id character varying NOT NULL,
    police_linked boolean NOT NULL,
    consular boolean NOT NULL,
    trafficking_specific boolean NOT NULL,
    reason character varying,
    mandatory_reporting boolean
);
CREATE TABLE public.contact (
    id character varying NOT NULL,
    name character varying,
    title character varying,
    department character varying,
    email character varying,
    organization_id character varying,
    service_id character varying,
    service_at_location_id character varying,
    location_id character varying
);
CREATE TABLE public.cost_option (
    id character varying NOT NULL,
    valid_from character varying,
    valid_to character varying,
    option character varying,
    currency character varying,
    amount_description character varying,
    amount double precision,
    service_id character varying
);
CREATE TABLE public.coverage (
    id character varying NOT NULL,
    service_id character varying NOT NULL,
    country character varying,
    region character varying,
    whole boolean NOT NULL,
    latitude double precision,
    longitude double precision,
    radius_metres double precision
);
CREATE TABLE public.emergency_number (
    country character varying NOT NULL,
    kind character varying NOT NULL,
    number character varying NOT NULL,
    confidence character varying NOT NULL,
    source character varying NOT NULL,
    "position" integer NOT NULL
);
CREATE TABLE public.funding (
    id character varying NOT NULL,
    source character varying,
    organization_id character varying,
    service_id character varying
);
CREATE TABLE public.language (
    id character varying NOT NULL,
    name character varying,
    code character varying,
    note character varying,
    service_id character varying,
    location_id character varying,
    phone_id character varying
);
CREATE TABLE public.location (
    id character varying NOT NULL,
    location_type character varying NOT NULL,
    url character varying,
    name character varying,
    alternate_name character varying,
    description character varying,
    transportation character varying,
    external_identifier character varying,
    external_identifier_type character varying,
    latitude double precision,
    longitude double precision,
    organization_id character varying
);
CREATE TABLE public.meta_table_description (
    id character varying NOT NULL,
    name character varying,
    language character varying,
    character_set character varying
);
CREATE TABLE public.metadata (
    id character varying NOT NULL,
    resource_id character varying,
    resource_type character varying,
    last_action_date character varying NOT NULL,
    last_action_type character varying NOT NULL,
    field_name character varying NOT NULL,
    previous_value character varying NOT NULL,
    replacement_value character varying NOT NULL,
    updated_by character varying NOT NULL
);
CREATE TABLE public.nationality (
    service_id character varying NOT NULL,
    country character varying NOT NULL
);
CREATE TABLE public.near_cell (
    service_id character varying NOT NULL,
    cell character varying NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    radius_metres double precision
);
CREATE TABLE public.organization (
    id character varying NOT NULL,
    name character varying NOT NULL,
    description character varying NOT NULL,
    alternate_name character varying,
    email character varying,
    website character varying,
    tax_status character varying,
    tax_id character varying,
    legal_status character varying,
    logo character varying,
    uri character varying,
    year_incorporated integer,
    parent_organization_id character varying
);
CREATE TABLE public.organization_identifier (
    id character varying NOT NULL,
    identifier_scheme character varying,
    identifier_type character varying NOT NULL,
    identifier character varying NOT NULL,
    organization_id character varying
);
CREATE TABLE public.partner_address (
    id character varying NOT NULL,
    location_id character varying NOT NULL,
    address_1 character varying NOT NULL,
    country character varying NOT NULL,
    attention character varying,
    address_2 character varying,
    city character varying,
    region character varying,
    state_province character varying,
    postal_code character varying,
    latitude double precision,
    longitude double precision
);
CREATE TABLE public.partner_contact (
    id character varying NOT NULL,
    service_id character varying NOT NULL,
    name character varying,
    title character varying,
    department character varying,
    email character varying,
    number character varying
);
CREATE TABLE public.phone (
    id character varying NOT NULL,
    number character varying NOT NULL,
    contact_id character varying,
    type character varying,
    description character varying,
    extension double precision,
    location_id character varying,
    service_id character varying,
    organization_id character varying,
    service_at_location_id character varying
);
CREATE TABLE public.phone_reach (
    phone_id character varying NOT NULL,
    kind character varying NOT NULL,
    country character varying,
    dialable_from_abroad boolean NOT NULL,
    international character varying,
    "position" integer NOT NULL
);
CREATE TABLE public.program (
    id character varying NOT NULL,
    name character varying NOT NULL,
    description character varying NOT NULL,
    alternate_name character varying,
    organization_id character varying
);
CREATE TABLE public.provenance (
    entity_id character varying NOT NULL,
    source_url character varying NOT NULL,
    confidence character varying NOT NULL,
    source_kind character varying NOT NULL,
    source_date character varying,
    second_source character varying,
    note character varying
);
CREATE TABLE public.required_document (
    id character varying NOT NULL,
    document character varying,
    uri character varying,
    service_id character varying
);
CREATE TABLE public.schedule (
    id character varying NOT NULL,
    valid_from character varying,
    valid_to character varying,
    dtstart character varying,
    until character varying,
    wkst character varying,
    freq character varying,
    byday character varying,
    byweekno character varying,
    bymonthday character varying,
    byyearday character varying,
    description character varying,
    opens_at character varying,
    closes_at character varying,
    schedule_link character varying,
    attending_type character varying,
    notes character varying,
    timezone double precision,
    count integer,
    "interval" integer,
    service_id character varying,
    location_id character varying,
    service_at_location_id character varying
);
CREATE TABLE public.schedule_zone (
    schedule_id character varying NOT NULL,
    zone character varying NOT NULL
);
CREATE TABLE public.search_entry (
    need character varying NOT NULL,
    scope character varying NOT NULL,
    language character varying NOT NULL,
    reach integer NOT NULL,
    rank integer NOT NULL,
    service_id character varying NOT NULL,
    open_to integer NOT NULL,
    focus integer NOT NULL,
    verified_at timestamp with time zone
);
CREATE TABLE public.service (
    id character varying NOT NULL,
    name character varying NOT NULL,
    status character varying NOT NULL,
    program_id character varying,
    alternate_name character varying,
    description character varying,
    url character varying,
    email character varying,
    interpretation_services character varying,
    application_process character varying,
    fees_description character varying,
    wait_time character varying,
    fees character varying,
    accreditations character varying,
    eligibility_description character varying,
    assured_date character varying,
    assurer_email character varying,
    licenses character varying,
    alert character varying,
    last_modified character varying,
    minimum_age double precision,
    maximum_age double precision,
    organization_id character varying NOT NULL
);
CREATE TABLE public.service_area (
    id character varying NOT NULL,
    name character varying,
    description character varying,
    extent character varying,
    extent_type character varying,
    uri character varying,
    service_id character varying
);
CREATE TABLE public.service_at_location (
    id character varying NOT NULL,
    description character varying,
    service_id character varying NOT NULL,
    location_id character varying NOT NULL
);
CREATE TABLE public.service_text (
    id integer NOT NULL,
    service_id character varying NOT NULL,
    text character varying NOT NULL
);
CREATE SEQUENCE public.service_text_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.service_text_id_seq OWNED BY public.service_text.id;
CREATE TABLE public.service_text_word (
    id integer NOT NULL,
    word character varying NOT NULL
);
CREATE SEQUENCE public.service_text_word_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.service_text_word_id_seq OWNED BY public.service_text_word.id;
CREATE TABLE public.staff_address (
    id character varying NOT NULL,
    location_id character varying NOT NULL,
    address_1 character varying NOT NULL,
    country character varying NOT NULL,
    attention character varying,
    address_2 character varying,
    city character varying,
    region character varying,
    state_province character varying,
    postal_code character varying,
    latitude double precision,
    longitude double precision
);
CREATE TABLE public.staff_contact (
    id character varying NOT NULL,
    service_id character varying NOT NULL,
    name character varying,
    title character varying,
    department character varying,
    email character varying,
    number character varying
);
CREATE TABLE public.starter_entry (
    service_id character varying NOT NULL,
    content_hash character varying NOT NULL
);
CREATE TABLE public.starter_load (
    id integer NOT NULL,
    content_hash character varying NOT NULL
);
CREATE SEQUENCE public.starter_load_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.starter_load_id_seq OWNED BY public.starter_load.id;
CREATE TABLE public.taxonomy (
    id character varying NOT NULL,
    name character varying NOT NULL,
    description character varying NOT NULL,
    uri character varying,
    version character varying
);
CREATE TABLE public.taxonomy_term (
    id character varying NOT NULL,
    name character varying NOT NULL,
    description character varying NOT NULL,
    code character varying,
    taxonomy character varying,
    language character varying,
    term_uri character varying,
    parent_id character varying,
    taxonomy_id character varying
);
CREATE TABLE public.term_synonym (
    term_id character varying NOT NULL,
    language character varying NOT NULL,
    word character varying NOT NULL
);
CREATE TABLE public.translation (
    entity_id character varying NOT NULL,
    field character varying NOT NULL,
    language character varying NOT NULL,
    text character varying NOT NULL,
    reviewed boolean NOT NULL
);
CREATE TABLE public.unresolved_reference (
    table_name character varying NOT NULL,
    row_id character varying NOT NULL,
    column_name character varying NOT NULL,
    target_id character varying NOT NULL
);
CREATE TABLE public.url (
    id character varying NOT NULL,
    url character varying NOT NULL,
    label character varying,
    organization_id character varying,
    service_id character varying
);
CREATE TABLE public.withheld_location (
    location_id character varying NOT NULL
);
ALTER TABLE ONLY public.service_text ALTER COLUMN id SET DEFAULT nextval('public.service_text_id_seq'::regclass);
ALTER TABLE ONLY public.service_text_word ALTER COLUMN id SET DEFAULT nextval('public.service_text_word_id_seq'::regclass);
ALTER TABLE ONLY public.starter_load ALTER COLUMN id SET DEFAULT nextval('public.starter_load_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES
	('0008');
INSERT INTO public.assurance VALUES
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, NULL, NULL),
	('dac10664-c861-521c-b995-4b79be77b23f', NULL, NULL, NULL),
	('00000000-0000-4000-8000-000000000004', 'a made-up reviewer', '2026-11-20 08:30:00.123456+00', NULL),
	('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 'a made-up reviewer', '2026-11-21 00:00:00+00', NULL);
INSERT INTO public.attribute VALUES
	('e422b406-fcc8-516c-bff1-bf0e2594abb2', 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', NULL, 'service', NULL, '6ac78f2a-46e6-5570-b04c-0e494af054f1'),
	('e902d88d-68ab-5372-9181-85313e01bdc2', 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', NULL, 'service', NULL, '992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4'),
	('f153e5d7-c39b-5624-b577-57cd7ae9801f', 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, 'service', NULL, '992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4'),
	('930e4939-717c-5b0c-b95a-d58eeee6c05a', 'dac10664-c861-521c-b995-4b79be77b23f', NULL, 'service', NULL, '610a9474-7fe1-516e-92ab-6b9c48824e9f'),
	('b760dd3b-a038-5d8a-9df4-a14845c7ca13', 'dac10664-c861-521c-b995-4b79be77b23f', NULL, 'service', NULL, 'c18e2353-af01-5fca-9254-9c8229696923'),
	('6d67a29e-66bd-56e3-b31e-fdba0b8d7cc3', '00000000-0000-4000-8000-000000000004', NULL, 'service', NULL, '992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4'),
	('0dd527df-6532-5058-8733-7ed1b922a639', '00000000-0000-4000-8000-000000000004', NULL, 'service', NULL, '610a9474-7fe1-516e-92ab-6b9c48824e9f');
INSERT INTO public.audience VALUES
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'girls'),
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'boys'),
	('dac10664-c861-521c-b995-4b79be77b23f', 'seafaring'),
	('00000000-0000-4000-8000-000000000004', 'girls'),
	('00000000-0000-4000-8000-000000000004', 'boys');
INSERT INTO public.conduct VALUES
	('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', false, false, true, NULL, NULL),
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', false, false, true, NULL, NULL),
	('dac10664-c861-521c-b995-4b79be77b23f', false, false, true, NULL, NULL),
	('00000000-0000-4000-8000-000000000004', false, false, true, 'said so on the phone', NULL);
INSERT INTO public.contact VALUES
	('00000000-0000-4000-8000-000000000005', 'Made-up Name', 'desk', NULL, 'desk@example.org', NULL, '00000000-0000-4000-8000-000000000004', NULL, NULL);
INSERT INTO public.coverage VALUES
	('5fcb1d56-ef3f-570e-8e35-6b735043840c', 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 'TH', NULL, true, NULL, NULL, NULL),
	('13b13ee5-8593-59c0-b77f-ebc8af226c11', 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'TH', 'TH-50', true, NULL, NULL, NULL),
	('c86aa1d4-8f14-554d-b454-58c5b749927e', 'dac10664-c861-521c-b995-4b79be77b23f', 'KH', NULL, true, NULL, NULL, NULL),
	('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000004', 'TH', 'TH-50', true, NULL, NULL, NULL);
INSERT INTO public.emergency_number VALUES
	('NR', 'police', '000', 'low', 'https://example.org/numbers', 0);
INSERT INTO public.language VALUES
	('2eeaca50-9aae-5e63-b346-bc904e876423', NULL, 'th', NULL, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', NULL, NULL),
	('3c71661c-7ab7-550e-aa6a-7592f8a55207', NULL, 'en', NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, NULL),
	('80ecc5ec-3297-546a-8d32-e97c32a9c7da', NULL, 'my', NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, NULL),
	('1736125d-8123-5c1b-9c9e-204c80dd4137', NULL, 'km', NULL, 'dac10664-c861-521c-b995-4b79be77b23f', NULL, NULL),
	('00000000-0000-4000-8000-000000000001', 'Burmese', 'my', 'at night', '00000000-0000-4000-8000-000000000004', NULL, NULL);
INSERT INTO public.location VALUES
	('96e79b17-b1c9-5f8a-8fd0-94b7728f7f76', 'physical', NULL, 'Chiang Mai', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1d10fe9b-64a1-5f02-8cdb-8038db6af09d'),
	('00000000-0000-4000-8000-000000000007', 'physical', NULL, 'Made-up Place', NULL, 'behind the market', 'bus 3', NULL, NULL, NULL, NULL, '00000000-0000-4000-8000-000000000013');
INSERT INTO public.organization VALUES
	('20e99f18-6615-59ed-94d0-9398b15c4029', 'Made-up Line of Then', 'hotline; shelter', 'สายด่วนสมมติ', NULL, 'https://example.org/line', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('1d10fe9b-64a1-5f02-8cdb-8038db6af09d', 'Made-up House That Closed', 'shelter', NULL, 'gone@example.org', 'https://example.org/gone', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('1a4e5a49-f7eb-5ca5-9005-a70727a73102', 'Made-up Harbour Desk', 'legal', NULL, NULL, 'https://example.org/harbour', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('00000000-0000-4000-8000-000000000012', 'บ้านสมมติ (Made-up Home)', 'Kept by staff; "quoted", it''s théirs
2nd line', 'Made-up', 'home@example.org', 'https://example.org/home', 'exempt', NULL, 'foundation', NULL, NULL, 1999, NULL),
	('00000000-0000-4000-8000-000000000013', 'Made-up Branch', 'Its branch', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00000000-0000-4000-8000-000000000012');
INSERT INTO public.partner_contact VALUES
	('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004', 'Made-up Partner Contact', NULL, NULL, NULL, '000-0005');
INSERT INTO public.phone VALUES
	('3f53d286-00b3-5342-b5ef-7171334cab3c', '000-0001', NULL, 'voice', NULL, NULL, NULL, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', NULL, NULL),
	('1b6fd9de-a324-557c-8609-764216146c2c', '000-0002', NULL, 'voice', NULL, NULL, NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, NULL),
	('c036a4ee-b79b-56a8-af9a-8a9d309051d1', '000-0003', NULL, 'text', NULL, NULL, NULL, 'dac10664-c861-521c-b995-4b79be77b23f', NULL, NULL),
	('00000000-0000-4000-8000-000000000008', '000-0004', NULL, 'voice', 'the night desk', 7, NULL, '00000000-0000-4000-8000-000000000004', NULL, NULL);
INSERT INTO public.phone_reach VALUES
	('3f53d286-00b3-5342-b5ef-7171334cab3c', 'voice', 'TH', false, NULL, 0),
	('1b6fd9de-a324-557c-8609-764216146c2c', 'voice', 'TH', false, NULL, 0),
	('c036a4ee-b79b-56a8-af9a-8a9d309051d1', 'sms', 'KH', false, NULL, 0),
	('00000000-0000-4000-8000-000000000008', 'voice', 'TH', true, '+000000004', 0);
INSERT INTO public.provenance VALUES
	('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 'https://example.org/list', 'high', 'ngo_directory', '2026-01-02', NULL, NULL),
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'https://example.org/list', 'high', 'ngo_directory', '2026-01-02', NULL, NULL),
	('dac10664-c861-521c-b995-4b79be77b23f', 'https://example.org/list', 'high', 'ngo_directory', '2026-01-02', NULL, NULL),
	('00000000-0000-4000-8000-000000000004', 'https://example.org/rooms', 'high', 'ngo', '2026-10-01', 'a visit', 'asked twice');
INSERT INTO public.schedule VALUES
	('a6ffa6db-3c5e-55e9-a1ce-b60a7f81c61b', NULL, NULL, NULL, NULL, NULL, 'WEEKLY', 'MO,TU,WE,TH,FR,SA,SU', NULL, NULL, NULL, '24/7', '00:00', '23:59', NULL, NULL, NULL, NULL, NULL, NULL, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', NULL, NULL),
	('a895e2df-e1c7-538a-aefa-8e6ef21ee255', NULL, NULL, NULL, NULL, NULL, 'WEEKLY', 'MO,TU,WE,TH,FR', NULL, NULL, NULL, 'Mon-Fri 09:00-17:00', '09:00', '17:00', NULL, NULL, NULL, NULL, NULL, NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', NULL, NULL),
	('00000000-0000-4000-8000-000000000009', NULL, NULL, NULL, NULL, NULL, 'WEEKLY', 'MO,TU', NULL, NULL, NULL, 'nights', '18:00', '08:00', NULL, NULL, NULL, 7, NULL, 1, '00000000-0000-4000-8000-000000000004', NULL, NULL);
INSERT INTO public.schedule_zone VALUES
	('a6ffa6db-3c5e-55e9-a1ce-b60a7f81c61b', 'Asia/Bangkok'),
	('a895e2df-e1c7-538a-aefa-8e6ef21ee255', 'Asia/Bangkok');
INSERT INTO public.search_entry VALUES
	('counselling', 'KH', '', 0, 520, 'dac10664-c861-521c-b995-4b79be77b23f', 32, 8, NULL),
	('counselling', 'KH', 'km', 0, 500, 'dac10664-c861-521c-b995-4b79be77b23f', 32, 8, NULL),
	('human', 'TH', '', 0, 20, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 63, 0, '2026-11-21 00:00:00+00'),
	('human', 'TH', 'th', 0, 0, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 63, 0, '2026-11-21 00:00:00+00'),
	('legal_help', 'KH', '', 0, 520, 'dac10664-c861-521c-b995-4b79be77b23f', 32, 8, NULL),
	('legal_help', 'KH', 'km', 0, 500, 'dac10664-c861-521c-b995-4b79be77b23f', 32, 8, NULL),
	('shelter', 'TH', '', 0, 20, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 63, 0, '2026-11-21 00:00:00+00'),
	('shelter', 'TH', 'th', 0, 0, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 63, 0, '2026-11-21 00:00:00+00'),
	('shelter', 'TH*', '', 0, 520, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('shelter', 'TH*', 'en', 0, 500, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('shelter', 'TH*', 'my', 0, 500, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('shelter', 'TH-50', '', 0, 520, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('shelter', 'TH-50', 'en', 0, 500, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('shelter', 'TH-50', 'my', 0, 500, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 12, 0, NULL),
	('legal_help', 'TH*', '', 0, 20, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('legal_help', 'TH*', 'my', 0, 0, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('legal_help', 'TH-50', '', 0, 20, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('legal_help', 'TH-50', 'my', 0, 0, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('shelter', 'TH*', '', 0, 20, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('shelter', 'TH*', 'my', 0, 0, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('shelter', 'TH-50', '', 0, 20, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00'),
	('shelter', 'TH-50', 'my', 0, 0, '00000000-0000-4000-8000-000000000004', 12, 0, '2026-11-20 08:30:00.123456+00');
INSERT INTO public.service VALUES
	('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 'Made-up Line of Then', 'active', NULL, NULL, 'hotline; shelter', 'https://example.org/line', NULL, NULL, NULL, 'free', NULL, NULL, NULL, 'everybody', NULL, NULL, NULL, NULL, '2026-11-28T17:51:28.225+00:00', NULL, NULL, '20e99f18-6615-59ed-94d0-9398b15c4029'),
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'Made-up House That Closed', 'active', NULL, NULL, 'shelter', 'https://example.org/gone', 'gone@example.org', NULL, NULL, NULL, NULL, NULL, NULL, 'children', NULL, NULL, NULL, NULL, '2026-11-28T17:51:28.232+00:00', NULL, NULL, '1d10fe9b-64a1-5f02-8cdb-8038db6af09d'),
	('dac10664-c861-521c-b995-4b79be77b23f', 'Made-up Harbour Desk', 'active', NULL, NULL, 'legal', 'https://example.org/harbour', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'seafarers', NULL, NULL, NULL, NULL, '2026-11-28T17:51:28.233+00:00', NULL, NULL, '1a4e5a49-f7eb-5ca5-9005-a70727a73102'),
	('00000000-0000-4000-8000-000000000004', 'Kept by staff', 'active', NULL, 'Kept', 'Rooms for the night', 'https://example.org/rooms', 'rooms@example.org', 'my, shn', 'walk in', 'free', NULL, NULL, NULL, 'women', NULL, NULL, NULL, 'ring twice', NULL, 16, 99, '00000000-0000-4000-8000-000000000013');
INSERT INTO public.service_area VALUES
	('defc5ea7-a36b-5eec-b572-48f190c1dde5', 'Chiang Mai', NULL, NULL, NULL, NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf'),
	('00000000-0000-4000-8000-000000000011', 'Chiang Mai', 'the province', NULL, NULL, NULL, '00000000-0000-4000-8000-000000000004');
INSERT INTO public.service_at_location VALUES
	('02f7dedd-fc79-5b19-b5f5-e71a95b1cde8', NULL, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', '96e79b17-b1c9-5f8a-8fd0-94b7728f7f76'),
	('00000000-0000-4000-8000-000000000010', 'upstairs', '00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000007');
INSERT INTO public.service_text VALUES
	(4, 'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', '
 made-up line of then 
 สายด่วนสมมติ 
	
 human 
 shelter 
 thailand 
	'),
	(5, 'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', '
 made-up house that closed 
	
 chiang mai 
 shelter 
 thailand 
	'),
	(6, 'dac10664-c861-521c-b995-4b79be77b23f', '
 made-up harbour desk 
	
 cambodia 
 counselling 
 legal help 
	'),
	(7, '00000000-0000-4000-8000-000000000004', '
 kept by staff 
 made-up branch 
 kept 
 เก็บโดยเจ้าหน้าที่ 
	
 chiang mai 
 legal help 
 made-up place 
 shelter 
 thailand 
	');
INSERT INTO public.service_text_word VALUES
	(18, ' branch '),
	(19, ' cambodia '),
	(20, ' chiang '),
	(21, ' closed '),
	(22, ' counselling '),
	(23, ' desk '),
	(24, ' harbour '),
	(25, ' help '),
	(26, ' house '),
	(27, ' human '),
	(28, ' kept '),
	(29, ' legal '),
	(30, ' line '),
	(31, ' made-up '),
	(32, ' place '),
	(33, ' shelter '),
	(34, ' staff '),
	(35, ' thailand '),
	(36, ' that '),
	(37, ' then '),
	(38, ' สายด่วนสมมติ '),
	(39, ' เก็บโดยเจ้าหน้าที่ ');
INSERT INTO public.staff_address VALUES
	('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000007', '9 Made-up Lane', 'TH', NULL, NULL, 'Nowhere', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.starter_entry VALUES
	('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b', 'a11567e811092c5a4f0e05416782091f01f73182d7d2ef91ae622afd572c1187'),
	('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf', 'e87d2574842058448321012bb4c5ef6b63f3e41a78a551fa88269f5f555b6ca9'),
	('dac10664-c861-521c-b995-4b79be77b23f', 'f67a4dfdad87daed4657e9ca9fca28d0726c8b5caac81bf9e7c8a6b4702d7a7a');
INSERT INTO public.starter_load VALUES
	(1, '5e084697d9797eb7d9dcec74cad9bbb0f54c666f2fcdcb74199c715601b8e695');
INSERT INTO public.taxonomy VALUES
	('0f4eeeb6-ba0f-5998-a4ae-28b7411148b6', 'Waylight needs', 'What a person who is or may be trafficked can need; a service answers one or more.', NULL, NULL);
INSERT INTO public.taxonomy_term VALUES
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'Shelter', 'A safe place to sleep, tonight or for longer.', 'shelter', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'Legal help', 'A lawyer or adviser who explains rights and helps with courts, claims and contracts.', 'legal_help', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'Medical help', 'A doctor, clinic or hospital, for injuries, illness, pregnancy and tests.', 'medical_help', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'Counselling', 'Somebody trained to listen and to help with fear, sadness and what was lived through.', 'counselling', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'Food and basic needs', 'Food, clothes, money for the day, transport, a phone card.', 'basic_needs', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'Work and wages', 'Unpaid wages, bad working conditions, a kept passport, finding or learning a job.', 'work', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'Going home', 'Travel back to the own country or family, and help after arriving.', 'return_home', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'Papers and visa', 'Passports, visas, permits to stay, asylum.', 'immigration', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'Reporting a crime', 'Somebody who takes a report of trafficking or another crime, often the police.', 'report_crime', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'Talking to a person', 'A line or chat where a human being answers.', 'human', 'Waylight needs', 'en', NULL, NULL, '0f4eeeb6-ba0f-5998-a4ae-28b7411148b6');
INSERT INTO public.term_synonym VALUES
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'safe house'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'place to stay'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'place to sleep'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'somewhere to sleep'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'bed'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'bed for the night'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'accommodation'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'housing'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'refuge'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'safe place'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'hostel'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'emergency housing'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'women''s shelter'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'en', 'homeless'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'lawyer'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'legal aid'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'legal advice'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'solicitor'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'attorney'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'advocate'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'paralegal'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'court'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'justice'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'rights'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'my rights'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'contract'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'compensation'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'en', 'law'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'doctor'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'hospital'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'clinic'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'nurse'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'medicine'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'health'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'health care'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'medical care'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'sick'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'ill'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'injured'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'wound'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'pregnant'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'pregnancy'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'ambulance'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'pharmacy'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'dentist'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'en', 'HIV test'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'counseling'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'counsellor'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'counselor'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'psychologist'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'therapist'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'therapy'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'psychological help'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'emotional support'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'mental health'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'trauma'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'depression'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'stress'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'anxiety'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'en', 'someone to listen'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'food'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'basic needs'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'clothes'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'clothing'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'water'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'money'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'meal'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'hungry'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'phone credit'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'SIM card'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'transport'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'bus fare'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'nappies'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'diapers'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'baby milk'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'blanket'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'en', 'soap'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'work'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'job'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'employment'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'wages'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'unpaid wages'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'salary'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'pay'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'employer'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'boss'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'labour rights'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'labor rights'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'overtime'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'vocational training'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'job training'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'en', 'labour complaint'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'return home'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'go home'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'going back'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'repatriation'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'ticket home'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'plane ticket'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'flight home'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'travel home'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'embassy'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'consulate'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'family reunification'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'travel document'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'voluntary return'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'en', 'back to my country'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'immigration'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'passport'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'papers'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'documents'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'residence permit'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'stay permit'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'work permit'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'asylum'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'refugee'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'identity card'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'ID card'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'overstay'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'deportation'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'embassy'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'en', 'undocumented'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'report a crime'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'police'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'report'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'complaint'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'crime'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'tip'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'denounce'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'prosecution'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'prosecutor'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'investigation'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'report trafficking'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'report abuse'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'witness'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'en', 'inform the police'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'human'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'person'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'hotline'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'helpline'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'crisis line'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'operator'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'phone line'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'call'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'call someone'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'real person'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'talk to someone'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'speak to someone'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'someone to talk to'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'live chat'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'en', 'staff'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'th', 'ที่พัก'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'th', 'บ้านพัก'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'th', 'บ้านพักฉุกเฉิน'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'th', 'ที่นอน'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'th', 'ที่ปลอดภัย'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'th', 'ทนาย'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'th', 'ทนายความ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'th', 'กฎหมาย'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'th', 'ศาล'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'th', 'สิทธิ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'th', 'หมอ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'th', 'โรงพยาบาล'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'th', 'คลินิก'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'th', 'ยา'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'th', 'เจ็บป่วย'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'th', 'ปรึกษา'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'th', 'นักจิตวิทยา'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'th', 'สุขภาพจิต'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'th', 'เครียด'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'th', 'กำลังใจ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'th', 'อาหาร'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'th', 'ข้าว'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'th', 'เสื้อผ้า'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'th', 'น้ำดื่ม'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'th', 'เงิน'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'th', 'งาน'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'th', 'ค่าจ้าง'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'th', 'ค่าแรง'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'th', 'นายจ้าง'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'th', 'เงินเดือน'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'th', 'กลับประเทศ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'th', 'ส่งกลับ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'th', 'ตั๋วกลับบ้าน'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'th', 'สถานทูต'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'วีซ่า'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'หนังสือเดินทาง'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'พาสปอร์ต'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'เอกสาร'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'ตรวจคนเข้าเมือง'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'th', 'สถานทูต'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'th', 'ตำรวจ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'th', 'แจ้งเหตุ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'th', 'ร้องเรียน'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'th', 'อาชญากรรม'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'th', 'สายด่วน'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'th', 'เจ้าหน้าที่'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'th', 'คุยกับคน'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'th', 'โทร'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'lo', 'ທີ່ພັກ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'lo', 'ບ້ານພັກ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'lo', 'ບ່ອນນອນ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'lo', 'ບ່ອນປອດໄພ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'lo', 'ທະນາຍຄວາມ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'lo', 'ກົດໝາຍ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'lo', 'ສານ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'lo', 'ສິດ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'lo', 'ໝໍ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'lo', 'ໂຮງໝໍ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'lo', 'ຢາ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'lo', 'ເຈັບປ່ວຍ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'lo', 'ປຶກສາ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'lo', 'ສຸຂະພາບຈິດ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'lo', 'ກຳລັງໃຈ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'lo', 'ຄຽດ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'lo', 'ອາຫານ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'lo', 'ເຂົ້າ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'lo', 'ເສື້ອຜ້າ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'lo', 'ນ້ຳດື່ມ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'lo', 'ເງິນ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'lo', 'ວຽກ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'lo', 'ຄ່າແຮງ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'lo', 'ນາຍຈ້າງ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'lo', 'ເງິນເດືອນ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'lo', 'ກັບປະເທດ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'lo', 'ສົ່ງກັບ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'lo', 'ສະຖານທູດ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'lo', 'ວີຊາ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'lo', 'ໜັງສືຜ່ານແດນ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'lo', 'ບັດປະຈຳຕົວ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'lo', 'ເອກະສານ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'lo', 'ຕຳຫຼວດ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'lo', 'ຮ້ອງທຸກ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'lo', 'ອາຊະຍາກຳ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'lo', 'ສາຍດ່ວນ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'lo', 'ພະນັກງານ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'lo', 'ລົມກັບຄົນ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'lo', 'ໂທ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'km', 'កន្លែងស្នាក់នៅ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'km', 'ផ្ទះសុវត្ថិភាព'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'km', 'កន្លែងគេង'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'km', 'ជម្រក'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'km', 'មេធាវី'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'km', 'ច្បាប់'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'km', 'តុលាការ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'km', 'សិទ្ធិ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'km', 'គ្រូពេទ្យ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'km', 'មន្ទីរពេទ្យ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'km', 'ថ្នាំ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'km', 'ឈឺ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'km', 'ប្រឹក្សាយោបល់'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'km', 'ផ្លូវចិត្ត'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'km', 'សុខភាពផ្លូវចិត្ត'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'km', 'តានតឹង'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'km', 'អាហារ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'km', 'បាយ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'km', 'សម្លៀកបំពាក់'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'km', 'ទឹក'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'km', 'លុយ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'km', 'ការងារ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'km', 'ប្រាក់ឈ្នួល'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'km', 'ប្រាក់ខែ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'km', 'ថៅកែ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'km', 'និយោជក'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'km', 'ទៅផ្ទះវិញ'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'km', 'មាតុភូមិនិវត្តន៍'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'km', 'ស្ថានទូត'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'km', 'ទិដ្ឋាការ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'km', 'លិខិតឆ្លងដែន'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'km', 'អត្តសញ្ញាណប័ណ្ណ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'km', 'ឯកសារ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'km', 'ប៉ូលិស'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'km', 'នគរបាល'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'km', 'ប្តឹង'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'km', 'បទល្មើស'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'km', 'លេខទូរស័ព្ទជំនួយ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'km', 'បុគ្គលិក'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'km', 'ទូរស័ព្ទ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '住处'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'km', 'និយាយជាមួយមនុស្ស'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'my', 'နေစရာ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'my', 'အိပ်စရာ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'my', 'ဘေးကင်းတဲ့နေရာ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'my', 'ဂေဟာ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'my', 'ရှေ့နေ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'my', 'ဥပဒေ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'my', 'တရားရုံး'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'my', 'အခွင့်အရေး'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'my', 'ဆရာဝန်'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'my', 'ဆေးရုံ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'my', 'ဆေးခန်း'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'my', 'ဆေး'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'my', 'နေမကောင်း'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'my', 'နှစ်သိမ့်ဆွေးနွေး'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'my', 'စိတ်ကျန်းမာရေး'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'my', 'စိတ်ဖိစီး'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'my', 'အားပေး'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'my', 'အစားအစာ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'my', 'ထမင်း'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'my', 'အဝတ်အစား'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'my', 'ရေ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'my', 'ပိုက်ဆံ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'my', 'အလုပ်'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'my', 'လုပ်ခ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'my', 'လစာ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'my', 'အလုပ်ရှင်'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'my', 'အိမ်ပြန်ချင်'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'my', 'နေရပ်ပြန်'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'my', 'သံရုံး'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'my', 'ဗီဇာ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'my', 'နိုင်ငံကူးလက်မှတ်'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'my', 'ပတ်စပို့'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'my', 'မှတ်ပုံတင်'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'my', 'ရဲ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'my', 'တိုင်ကြား'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'my', 'တိုင်'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'my', 'ရာဇဝတ်မှု'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'my', 'ဟော့လိုင်း'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'my', 'ဝန်ထမ်း'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'my', 'ဖုန်းခေါ်'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'my', 'လူနဲ့စကားပြော'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'vi', 'chỗ ở'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'vi', 'chỗ ngủ'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'vi', 'nhà tạm lánh'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'vi', 'nơi an toàn'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'vi', 'nhà an toàn'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'vi', 'luật sư'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'vi', 'pháp luật'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'vi', 'tòa án'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'vi', 'quyền lợi'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'vi', 'tư vấn pháp luật'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'bác sĩ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'bệnh viện'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'thuốc'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'phòng khám'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'ốm'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'vi', 'bị thương'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'vi', 'tâm lý'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'vi', 'sức khỏe tâm thần'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'vi', 'chuyên gia tâm lý'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'vi', 'căng thẳng'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'vi', 'tâm sự'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'vi', 'thức ăn'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'vi', 'quần áo'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'vi', 'nước uống'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'vi', 'tiền'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'vi', 'đói'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'vi', 'việc làm'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'vi', 'tiền lương'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'vi', 'nợ lương'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'vi', 'chủ lao động'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'vi', 'lương'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'vi', 'về nước'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'vi', 'hồi hương'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'vi', 'vé về nhà'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'vi', 'đại sứ quán'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'vi', 'thị thực'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'vi', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'vi', 'hộ chiếu'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'vi', 'giấy tờ'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'vi', 'căn cước'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'vi', 'công an'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'vi', 'cảnh sát'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'vi', 'tố cáo'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'vi', 'báo án'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'vi', 'trình báo'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'vi', 'đường dây nóng'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'vi', 'tổng đài'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'vi', 'nhân viên'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'vi', 'gọi điện'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '住的地方'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '收容所'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '安全的地方'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '睡觉的地方'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'zh', '住宿'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'zh', '律师'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'zh', '法律援助'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'zh', '法院'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'zh', '权利'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'zh', '法律'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '医生'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '医院'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '药'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '看病'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '受伤'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'zh', '生病'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'zh', '心理医生'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'zh', '心理辅导'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'zh', '心理健康'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'zh', '倾诉'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'zh', '压力'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'zh', '食物'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'zh', '吃的'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'zh', '衣服'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'zh', '水'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'zh', '钱'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'zh', '工作'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'zh', '工资'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'zh', '欠薪'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'zh', '老板'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'zh', '雇主'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'zh', '回国'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'zh', '遣返'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'zh', '机票'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'zh', '大使馆'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'zh', '领事馆'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '签证'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '护照'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '证件'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '身份证'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '居留'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'zh', '移民'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'zh', '报警'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'zh', '警察'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'zh', '举报'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'zh', '投诉'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'zh', '热线'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'zh', '客服'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'zh', '人工'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'zh', '打电话'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'zh', '真人'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'albergue'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'alojamiento'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'casa segura'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'donde dormir'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'cama'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'es', 'techo'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'abogado'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'abogada'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'asesoría legal'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'derechos'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'juicio'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'es', 'tribunal'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'médico'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'doctora'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'hospital'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'medicinas'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'clínica'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'es', 'enfermo'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'es', 'psicólogo'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'es', 'psicóloga'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'es', 'terapia'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'es', 'consejería'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'es', 'salud mental'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'es', 'comida'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'es', 'ropa'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'es', 'agua'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'es', 'dinero'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'es', 'hambre'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'es', 'trabajo'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'es', 'empleo'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'es', 'salario'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'es', 'sueldo'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'es', 'patrón'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'es', 'regresar a mi país'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'es', 'retorno'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'es', 'repatriación'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'es', 'embajada'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'es', 'consulado'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'es', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'es', 'pasaporte'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'es', 'papeles'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'es', 'permiso de residencia'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'es', 'asilo'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'es', 'denuncia'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'es', 'policía'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'es', 'denunciar'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'es', 'delito'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'es', 'línea de ayuda'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'es', 'operador'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'es', 'llamar'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'es', 'hablar con alguien'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'abri'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'foyer'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'refuge'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'où dormir'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'lit'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fr', 'logement'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fr', 'avocat'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fr', 'avocate'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fr', 'droits'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fr', 'tribunal'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fr', 'conseil juridique'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'médecin'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'docteur'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'hôpital'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'médicament'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'clinique'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fr', 'malade'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fr', 'psychologue'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fr', 'thérapie'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fr', 'écoute'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fr', 'santé mentale'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fr', 'nourriture'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fr', 'manger'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fr', 'vêtements'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fr', 'eau'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fr', 'argent'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fr', 'travail'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fr', 'emploi'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fr', 'salaire'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fr', 'patron'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fr', 'employeur'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fr', 'retour'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fr', 'rapatriement'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fr', 'rentrer au pays'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fr', 'ambassade'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fr', 'consulat'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fr', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fr', 'passeport'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fr', 'papiers'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fr', 'titre de séjour'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fr', 'asile'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fr', 'police'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fr', 'plainte'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fr', 'porter plainte'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fr', 'signaler'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fr', 'ligne d''aide'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fr', 'appeler'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fr', 'une personne'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fr', 'opérateur'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'pt', 'alojamento'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'pt', 'casa segura'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'pt', 'onde dormir'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'pt', 'cama'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'pt', 'acolhimento'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'pt', 'advogado'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'pt', 'advogada'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'pt', 'direitos'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'pt', 'tribunal'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'pt', 'apoio jurídico'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'pt', 'médico'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'pt', 'hospital'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'pt', 'remédio'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'pt', 'clínica'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'pt', 'doente'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'pt', 'psicólogo'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'pt', 'psicóloga'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'pt', 'terapia'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'pt', 'saúde mental'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'pt', 'comida'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'pt', 'roupa'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'pt', 'água'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'pt', 'dinheiro'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'pt', 'fome'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'pt', 'trabalho'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'pt', 'emprego'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'pt', 'salário'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'pt', 'patrão'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'pt', 'regressar ao meu país'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'pt', 'repatriamento'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'pt', 'embaixada'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'pt', 'consulado'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'pt', 'visto'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'pt', 'passaporte'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'pt', 'documentos'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'pt', 'autorização de residência'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'pt', 'asilo'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'pt', 'denúncia'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'pt', 'polícia'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'pt', 'denunciar'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'pt', 'queixa'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'pt', 'linha de apoio'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'pt', 'ligar'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'pt', 'atendente'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'pt', 'falar com alguém'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ar', 'سكن'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ar', 'مكان آمن'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ar', 'مكان للنوم'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ar', 'ملجأ'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ar', 'محامي'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ar', 'محامية'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ar', 'محكمة'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ar', 'حقوق'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ar', 'قانون'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'طبيب'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'دكتور'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'مستشفى'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'دواء'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'عيادة'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ar', 'مريض'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ar', 'طبيب نفسي'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ar', 'استشارة نفسية'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ar', 'علاج نفسي'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ar', 'صحة نفسية'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ar', 'طعام'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ar', 'أكل'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ar', 'ملابس'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ar', 'ماء'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ar', 'مال'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'عمل'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'وظيفة'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'راتب'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'أجر'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'صاحب العمل'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ar', 'كفيل'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ar', 'العودة'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ar', 'عودة طوعية'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ar', 'سفارة'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ar', 'قنصلية'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ar', 'تذكرة سفر'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ar', 'تأشيرة'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ar', 'جواز سفر'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ar', 'إقامة'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ar', 'لجوء'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ar', 'أوراق'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ar', 'شرطة'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ar', 'شكوى'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ar', 'بلاغ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ar', 'جريمة'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ar', 'خط ساخن'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ar', 'موظف'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ar', 'اتصال'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ar', 'شخص حقيقي'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ru', 'убежище'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ru', 'ночлег'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ru', 'жильё'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ru', 'кризисный центр'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'ru', 'безопасное место'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ru', 'юрист'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ru', 'адвокат'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ru', 'суд'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ru', 'права'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'ru', 'правовая помощь'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ru', 'врач'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ru', 'больница'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ru', 'лекарства'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ru', 'поликлиника'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'ru', 'болею'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ru', 'психолог'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ru', 'терапия'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ru', 'поддержка'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'ru', 'консультация психолога'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ru', 'еда'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ru', 'одежда'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ru', 'вода'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'ru', 'деньги'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ru', 'работа'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ru', 'зарплата'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ru', 'работодатель'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'ru', 'начальник'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ru', 'домой'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ru', 'вернуться на родину'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ru', 'билет домой'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ru', 'посольство'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'ru', 'консульство'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'виза'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'паспорт'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'документы'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'вид на жительство'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'миграция'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'ru', 'убежище'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ru', 'полиция'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ru', 'заявление'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ru', 'жалоба'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'ru', 'преступление'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ru', 'горячая линия'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ru', 'телефон доверия'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ru', 'оператор'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'ru', 'позвонить'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'hi', 'रहने की जगह'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'hi', 'सोने की जगह'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'hi', 'आश्रय गृह'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'hi', 'सुरक्षित जगह'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'hi', 'वकील'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'hi', 'कानून'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'hi', 'अदालत'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'hi', 'अधिकार'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'hi', 'डॉक्टर'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'hi', 'अस्पताल'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'hi', 'दवा'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'hi', 'इलाज'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'hi', 'बीमार'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'hi', 'काउंसलर'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'hi', 'मनोवैज्ञानिक'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'hi', 'मानसिक स्वास्थ्य'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'hi', 'तनाव'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'hi', 'खाना'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'hi', 'कपड़े'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'hi', 'पानी'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'hi', 'पैसे'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'hi', 'काम'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'hi', 'नौकरी'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'hi', 'मज़दूरी'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'hi', 'वेतन'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'hi', 'मालिक'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'hi', 'घर जाना'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'hi', 'देश वापसी'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'hi', 'दूतावास'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'hi', 'टिकट'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'hi', 'वीज़ा'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'hi', 'पासपोर्ट'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'hi', 'कागज़ात'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'hi', 'पहचान पत्र'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'hi', 'पुलिस'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'hi', 'शिकायत'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'hi', 'रिपोर्ट'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'hi', 'अपराध'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'hi', 'हेल्पलाइन'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'hi', 'कर्मचारी'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'hi', 'फ़ोन करना'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'hi', 'इंसान से बात'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'bn', 'থাকার জায়গা'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'bn', 'ঘুমানোর জায়গা'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'bn', 'আশ্রয়কেন্দ্র'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'bn', 'নিরাপদ জায়গা'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'bn', 'উকিল'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'bn', 'আইনজীবী'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'bn', 'আদালত'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'bn', 'অধিকার'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'bn', 'ডাক্তার'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'bn', 'হাসপাতাল'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'bn', 'ওষুধ'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'bn', 'অসুস্থ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'bn', 'পরামর্শ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'bn', 'মনোবিদ'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'bn', 'মানসিক স্বাস্থ্য'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'bn', 'মানসিক চাপ'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'bn', 'খাবার'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'bn', 'কাপড়'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'bn', 'পানি'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'bn', 'টাকা'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'bn', 'কাজ'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'bn', 'চাকরি'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'bn', 'মজুরি'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'bn', 'বেতন'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'bn', 'মালিক'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'bn', 'দেশে ফেরা'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'bn', 'দূতাবাস'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'bn', 'টিকিট'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'bn', 'ভিসা'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'bn', 'পাসপোর্ট'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'bn', 'কাগজপত্র'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'bn', 'পরিচয়পত্র'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'bn', 'পুলিশ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'bn', 'অভিযোগ'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'bn', 'মামলা'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'bn', 'অপরাধ'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'bn', 'হেল্পলাইন'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'bn', 'হটলাইন'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'bn', 'কর্মী'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'bn', 'ফোন করা'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'id', 'tempat penampungan'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'id', 'rumah aman'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'id', 'tempat tidur'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'id', 'penampungan'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'id', 'tempat menginap'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'id', 'pengacara'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'id', 'hukum'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'id', 'pengadilan'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'id', 'hak'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'id', 'advokat'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'id', 'dokter'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'id', 'rumah sakit'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'id', 'obat'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'id', 'klinik'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'id', 'sakit'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'id', 'psikolog'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'id', 'konselor'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'id', 'kesehatan mental'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'id', 'curhat'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'id', 'dukungan psikologis'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'id', 'makanan'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'id', 'makan'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'id', 'pakaian'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'id', 'air'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'id', 'uang'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'id', 'pekerjaan'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'id', 'kerja'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'id', 'upah'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'id', 'gaji'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'id', 'majikan'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'id', 'pulang ke rumah'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'id', 'pemulangan'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'id', 'tiket pulang'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'id', 'kedutaan'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'id', 'konsulat'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'id', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'id', 'paspor'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'id', 'dokumen'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'id', 'izin tinggal'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'id', 'imigrasi'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'id', 'polisi'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'id', 'lapor'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'id', 'laporan'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'id', 'pengaduan'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'id', 'petugas'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'id', 'telepon'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'id', 'layanan telepon'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'id', 'saluran bantuan'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fil', 'matutuluyan'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fil', 'tulugan'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fil', 'ligtas na lugar'),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'fil', 'silungan'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fil', 'abogado'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fil', 'batas'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fil', 'korte'),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'fil', 'karapatan'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fil', 'doktor'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fil', 'ospital'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fil', 'gamot'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fil', 'klinika'),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'fil', 'may sakit'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fil', 'tagapayo'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fil', 'sikologo'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fil', 'kalusugang pangkaisipan'),
	('c18e2353-af01-5fca-9254-9c8229696923', 'fil', 'makakausap'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fil', 'pagkain'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fil', 'damit'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fil', 'tubig'),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'fil', 'pera'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fil', 'trabaho'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fil', 'sahod'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fil', 'suweldo'),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'fil', 'amo'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fil', 'umuwi'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fil', 'pauwi'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fil', 'tiket pauwi'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fil', 'embahada'),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'fil', 'konsulado'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fil', 'visa'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fil', 'pasaporte'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fil', 'papeles'),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'fil', 'dokumento'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fil', 'pulis'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fil', 'sumbong'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fil', 'reklamo'),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'fil', 'krimen'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fil', 'hotline'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fil', 'tawag'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fil', 'kausap'),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'fil', 'tumawag');
INSERT INTO public.translation VALUES
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'th', 'ที่พักพิง', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'th', 'ความช่วยเหลือทางกฎหมาย', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'th', 'การรักษาพยาบาล', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'th', 'การให้คำปรึกษา', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'th', 'อาหารและของจำเป็น', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'th', 'งานและค่าจ้าง', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'th', 'กลับบ้าน', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'th', 'เอกสารและวีซ่า', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'th', 'แจ้งความ', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'th', 'คุยกับเจ้าหน้าที่', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'lo', 'ທີ່ພັກພິງ', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'lo', 'ການຊ່ວຍເຫຼືອທາງກົດໝາຍ', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'lo', 'ການປິ່ນປົວ', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'lo', 'ການໃຫ້ຄຳປຶກສາ', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'lo', 'ອາຫານ ແລະ ສິ່ງຈຳເປັນ', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'lo', 'ວຽກ ແລະ ຄ່າແຮງ', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'lo', 'ກັບບ້ານ', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'lo', 'ເອກະສານ ແລະ ວີຊາ', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'lo', 'ແຈ້ງຄວາມ', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'lo', 'ລົມກັບພະນັກງານ', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'km', 'ទីជម្រក', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'km', 'ជំនួយផ្នែកច្បាប់', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'km', 'ជំនួយវេជ្ជសាស្ត្រ', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'km', 'ការប្រឹក្សា', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'km', 'អាហារ និងរបស់ចាំបាច់', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'km', 'ការងារ និងប្រាក់ឈ្នួល', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'km', 'ត្រឡប់ទៅផ្ទះ', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'km', 'ឯកសារ និងទិដ្ឋាការ', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'km', 'រាយការណ៍បទល្មើស', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'km', 'និយាយជាមួយបុគ្គលិក', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'my', 'ခိုလှုံရာနေရာ', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'my', 'ဥပဒေအကူအညီ', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'my', 'ဆေးကုသမှု', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'my', 'နှစ်သိမ့်ဆွေးနွေးပညာ', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'my', 'အစားအစာနှင့် လိုအပ်သောပစ္စည်း', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'my', 'အလုပ်နှင့် လုပ်ခ', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'my', 'အိမ်ပြန်', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'my', 'စာရွက်စာတမ်းနှင့် ဗီဇာ', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'my', 'ရာဇဝတ်မှုတိုင်ကြား', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'my', 'လူနှင့်စကားပြော', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'vi', 'nơi tạm trú', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'vi', 'trợ giúp pháp lý', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'vi', 'hỗ trợ y tế', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'vi', 'tư vấn tâm lý', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'vi', 'thức ăn và đồ thiết yếu', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'vi', 'việc làm và tiền lương', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'vi', 'về nhà', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'vi', 'giấy tờ và thị thực', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'vi', 'tố giác tội phạm', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'vi', 'nói chuyện với người thật', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'zh', '庇护所', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'zh', '法律帮助', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'zh', '医疗帮助', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'zh', '心理咨询', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'zh', '食物和生活必需品', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'zh', '工作和工资', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'zh', '回家', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'zh', '证件和签证', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'zh', '报案', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'zh', '找人谈谈', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'es', 'refugio', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'es', 'ayuda legal', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'es', 'ayuda médica', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'es', 'apoyo psicológico', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'es', 'comida y cosas básicas', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'es', 'trabajo y salario', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'es', 'volver a casa', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'es', 'papeles y visado', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'es', 'denunciar un delito', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'es', 'hablar con una persona', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'fr', 'hébergement', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'fr', 'aide juridique', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'fr', 'aide médicale', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'fr', 'soutien psychologique', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'fr', 'nourriture et produits de base', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'fr', 'travail et salaire', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'fr', 'rentrer chez moi', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'fr', 'papiers et visa', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'fr', 'signaler un crime', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'fr', 'parler à quelqu''un', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'pt', 'abrigo', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'pt', 'ajuda jurídica', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'pt', 'ajuda médica', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'pt', 'apoio psicológico', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'pt', 'comida e bens essenciais', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'pt', 'trabalho e salário', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'pt', 'voltar para casa', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'pt', 'documentos e visto', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'pt', 'denunciar um crime', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'pt', 'falar com uma pessoa', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'ar', 'مأوى', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'ar', 'مساعدة قانونية', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'ar', 'مساعدة طبية', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'ar', 'دعم نفسي', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'ar', 'طعام وحاجات أساسية', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'ar', 'العمل والأجور', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'ar', 'العودة إلى الوطن', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'ar', 'الأوراق والتأشيرة', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'ar', 'الإبلاغ عن جريمة', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'ar', 'التحدث مع شخص', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'ru', 'приют', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'ru', 'юридическая помощь', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'ru', 'медицинская помощь', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'ru', 'психологическая помощь', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'ru', 'еда и самое необходимое', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'ru', 'работа и зарплата', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'ru', 'возвращение домой', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'ru', 'документы и виза', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'ru', 'сообщить о преступлении', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'ru', 'поговорить с человеком', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'hi', 'आश्रय', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'hi', 'कानूनी मदद', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'hi', 'चिकित्सा मदद', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'hi', 'परामर्श', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'hi', 'खाना और ज़रूरी चीज़ें', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'hi', 'काम और मज़दूरी', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'hi', 'घर वापसी', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'hi', 'कागज़ात और वीज़ा', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'hi', 'अपराध की रिपोर्ट', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'hi', 'किसी से बात करना', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'bn', 'আশ্রয়', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'bn', 'আইনি সহায়তা', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'bn', 'চিকিৎসা সহায়তা', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'bn', 'কাউন্সেলিং', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'bn', 'খাবার ও জরুরি জিনিস', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'bn', 'কাজ ও মজুরি', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'bn', 'বাড়ি ফেরা', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'bn', 'কাগজপত্র ও ভিসা', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'bn', 'অপরাধ জানানো', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'bn', 'মানুষের সাথে কথা বলা', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'id', 'tempat tinggal aman', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'id', 'bantuan hukum', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'id', 'bantuan medis', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'id', 'konseling', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'id', 'makanan dan kebutuhan pokok', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'id', 'pekerjaan dan upah', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'id', 'pulang', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'id', 'dokumen dan visa', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'id', 'melaporkan kejahatan', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'id', 'bicara dengan orang', false),
	('992e20aa-a3eb-56de-9cb5-7bdf25f6d9c4', 'name', 'fil', 'tirahan', false),
	('610a9474-7fe1-516e-92ab-6b9c48824e9f', 'name', 'fil', 'tulong legal', false),
	('0d467dce-35a3-5481-9899-d66e2bd32cba', 'name', 'fil', 'tulong medikal', false),
	('c18e2353-af01-5fca-9254-9c8229696923', 'name', 'fil', 'pagpapayo', false),
	('e59c343c-e512-50f2-afc3-70b33e808e1f', 'name', 'fil', 'pagkain at pangunahing pangangailangan', false),
	('faca48e3-018e-5397-b4cd-83a382a11728', 'name', 'fil', 'trabaho at sahod', false),
	('586960a5-229e-587d-beea-ccf99dddf08f', 'name', 'fil', 'pag-uwi', false),
	('7587ec7c-a4da-592b-b287-dba2f8de4a88', 'name', 'fil', 'papeles at visa', false),
	('8e9f189d-668b-562f-9900-f67364f5e98a', 'name', 'fil', 'pagsusumbong ng krimen', false),
	('6ac78f2a-46e6-5570-b04c-0e494af054f1', 'name', 'fil', 'makipag-usap sa tao', false),
	('00000000-0000-4000-8000-000000000004', 'name', 'th', 'เก็บโดยเจ้าหน้าที่', true);
INSERT INTO public.withheld_location VALUES
	('00000000-0000-4000-8000-000000000007');
SELECT pg_catalog.setval('public.service_text_id_seq', 7, true);
SELECT pg_catalog.setval('public.service_text_word_id_seq', 39, true);
SELECT pg_catalog.setval('public.starter_load_id_seq', 1, false);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.accessibility
    ADD CONSTRAINT pk_accessibility PRIMARY KEY (id);
ALTER TABLE ONLY public.address
    ADD CONSTRAINT pk_address PRIMARY KEY (id);
ALTER TABLE ONLY public.assurance
    ADD CONSTRAINT pk_assurance PRIMARY KEY (service_id);
ALTER TABLE ONLY public.attribute
    ADD CONSTRAINT pk_attribute PRIMARY KEY (id);
ALTER TABLE ONLY public.audience
    ADD CONSTRAINT pk_audience PRIMARY KEY (service_id, code);
ALTER TABLE ONLY public.conduct
    ADD CONSTRAINT pk_conduct PRIMARY KEY (service_id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (id);
ALTER TABLE ONLY public.cost_option
    ADD CONSTRAINT pk_cost_option PRIMARY KEY (id);
ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT pk_coverage PRIMARY KEY (id);
ALTER TABLE ONLY public.emergency_number
    ADD CONSTRAINT pk_emergency_number PRIMARY KEY (country, kind, number);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT pk_funding PRIMARY KEY (id);
ALTER TABLE ONLY public.language
    ADD CONSTRAINT pk_language PRIMARY KEY (id);
ALTER TABLE ONLY public.location
    ADD CONSTRAINT pk_location PRIMARY KEY (id);
ALTER TABLE ONLY public.meta_table_description
    ADD CONSTRAINT pk_meta_table_description PRIMARY KEY (id);
ALTER TABLE ONLY public.metadata
    ADD CONSTRAINT pk_metadata PRIMARY KEY (id);
ALTER TABLE ONLY public.nationality
    ADD CONSTRAINT pk_nationality PRIMARY KEY (service_id, country);
ALTER TABLE ONLY public.near_cell
    ADD CONSTRAINT pk_near_cell PRIMARY KEY (service_id, cell);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT pk_organization PRIMARY KEY (id);
ALTER TABLE ONLY public.organization_identifier
    ADD CONSTRAINT pk_organization_identifier PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_address
    ADD CONSTRAINT pk_partner_address PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_contact
    ADD CONSTRAINT pk_partner_contact PRIMARY KEY (id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT pk_phone PRIMARY KEY (id);
ALTER TABLE ONLY public.phone_reach
    ADD CONSTRAINT pk_phone_reach PRIMARY KEY (phone_id);
ALTER TABLE ONLY public.program
    ADD CONSTRAINT pk_program PRIMARY KEY (id);
ALTER TABLE ONLY public.provenance
    ADD CONSTRAINT pk_provenance PRIMARY KEY (entity_id);
ALTER TABLE ONLY public.required_document
    ADD CONSTRAINT pk_required_document PRIMARY KEY (id);
ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT pk_schedule PRIMARY KEY (id);
ALTER TABLE ONLY public.schedule_zone
    ADD CONSTRAINT pk_schedule_zone PRIMARY KEY (schedule_id);
ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT pk_search_entry PRIMARY KEY (need, scope, language, reach, rank, service_id);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT pk_service PRIMARY KEY (id);
ALTER TABLE ONLY public.service_area
    ADD CONSTRAINT pk_service_area PRIMARY KEY (id);
ALTER TABLE ONLY public.service_at_location
    ADD CONSTRAINT pk_service_at_location PRIMARY KEY (id);
ALTER TABLE ONLY public.service_text
    ADD CONSTRAINT pk_service_text PRIMARY KEY (id);
ALTER TABLE ONLY public.service_text_word
    ADD CONSTRAINT pk_service_text_word PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_address
    ADD CONSTRAINT pk_staff_address PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_contact
    ADD CONSTRAINT pk_staff_contact PRIMARY KEY (id);
ALTER TABLE ONLY public.starter_entry
    ADD CONSTRAINT pk_starter_entry PRIMARY KEY (service_id);
ALTER TABLE ONLY public.starter_load
    ADD CONSTRAINT pk_starter_load PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy
    ADD CONSTRAINT pk_taxonomy PRIMARY KEY (id);
ALTER TABLE ONLY public.taxonomy_term
    ADD CONSTRAINT pk_taxonomy_term PRIMARY KEY (id);
ALTER TABLE ONLY public.term_synonym
    ADD CONSTRAINT pk_term_synonym PRIMARY KEY (term_id, language, word);
ALTER TABLE ONLY public.translation
    ADD CONSTRAINT pk_translation PRIMARY KEY (entity_id, field, language);
ALTER TABLE ONLY public.unresolved_reference
    ADD CONSTRAINT pk_unresolved_reference PRIMARY KEY (table_name, row_id, column_name);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT pk_url PRIMARY KEY (id);
ALTER TABLE ONLY public.withheld_location
    ADD CONSTRAINT pk_withheld_location PRIMARY KEY (location_id);
ALTER TABLE ONLY public.service_text
    ADD CONSTRAINT uq_service_text_service_id UNIQUE (service_id);
ALTER TABLE ONLY public.service_text_word
    ADD CONSTRAINT uq_service_text_word_word UNIQUE (word);
CREATE INDEX ix_accessibility_location_id ON public.accessibility USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_address_location_id ON public.address USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_api_address_postcode ON public.address USING btree (upper(replace(replace((postal_code)::text, ' '::text, ''::text), '-'::text, ''::text)));
CREATE INDEX ix_api_attribute_term_link ON public.attribute USING btree (taxonomy_term_id, link_id, id);
CREATE INDEX ix_api_location_point ON public.location USING btree (latitude, longitude);
CREATE INDEX ix_api_service_at_location_service ON public.service_at_location USING btree (service_id, id);
CREATE INDEX ix_api_service_changed ON public.service USING btree ((((public.waylight_moment((last_modified)::text) || ' '::text) || (id)::text)) COLLATE "C") INCLUDE (last_modified, id);
CREATE INDEX ix_assurance_verified_at ON public.assurance USING btree (verified_at);
CREATE INDEX ix_attribute_link_id ON public.attribute USING btree (link_id) WHERE (link_id IS NOT NULL);
CREATE INDEX ix_attribute_taxonomy_term_id ON public.attribute USING btree (taxonomy_term_id) WHERE (taxonomy_term_id IS NOT NULL);
CREATE INDEX ix_contact_location_id ON public.contact USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_contact_organization_id ON public.contact USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_contact_service_at_location_id ON public.contact USING btree (service_at_location_id) WHERE (service_at_location_id IS NOT NULL);
CREATE INDEX ix_contact_service_id ON public.contact USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_cost_option_service_id ON public.cost_option USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_coverage_service_id ON public.coverage USING btree (service_id);
CREATE INDEX ix_funding_organization_id ON public.funding USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_funding_service_id ON public.funding USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_language_location_id ON public.language USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_language_phone_id ON public.language USING btree (phone_id) WHERE (phone_id IS NOT NULL);
CREATE INDEX ix_language_service_id ON public.language USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_location_organization_id ON public.location USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_metadata_resource_id ON public.metadata USING btree (resource_id) WHERE (resource_id IS NOT NULL);
CREATE INDEX ix_organization_identifier_organization_id ON public.organization_identifier USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_organization_parent_organization_id ON public.organization USING btree (parent_organization_id) WHERE (parent_organization_id IS NOT NULL);
CREATE INDEX ix_partner_address_location_id ON public.partner_address USING btree (location_id);
CREATE INDEX ix_partner_contact_service_id ON public.partner_contact USING btree (service_id);
CREATE INDEX ix_phone_contact_id ON public.phone USING btree (contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX ix_phone_location_id ON public.phone USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_phone_organization_id ON public.phone USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_phone_service_at_location_id ON public.phone USING btree (service_at_location_id) WHERE (service_at_location_id IS NOT NULL);
CREATE INDEX ix_phone_service_id ON public.phone USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_program_organization_id ON public.program USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_required_document_service_id ON public.required_document USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_schedule_location_id ON public.schedule USING btree (location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX ix_schedule_service_at_location_id ON public.schedule USING btree (service_at_location_id) WHERE (service_at_location_id IS NOT NULL);
CREATE INDEX ix_schedule_service_id ON public.schedule USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_search_entry_service_id ON public.search_entry USING btree (service_id);
CREATE INDEX ix_service_area_service_id ON public.service_area USING btree (service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX ix_service_at_location_location_id ON public.service_at_location USING btree (location_id);
CREATE INDEX ix_service_at_location_service_id ON public.service_at_location USING btree (service_id);
CREATE INDEX ix_service_last_modified ON public.service USING btree (last_modified);
CREATE INDEX ix_service_organization_id ON public.service USING btree (organization_id);
CREATE INDEX ix_service_program_id ON public.service USING btree (program_id) WHERE (program_id IS NOT NULL);
CREATE INDEX ix_service_text_grams ON public.service_text USING gin (public.service_text_grams((text)::text) COLLATE "C");
CREATE INDEX ix_service_text_start ON public.service_text USING btree (substr((text)::text, 1, 64) COLLATE "C");
CREATE INDEX ix_service_text_word_grams ON public.service_text_word USING gin (public.service_text_grams((word)::text) COLLATE "C");
CREATE INDEX ix_staff_address_location_id ON public.staff_address USING btree (location_id);
CREATE INDEX ix_staff_contact_service_id ON public.staff_contact USING btree (service_id);
CREATE INDEX ix_taxonomy_term_parent_id ON public.taxonomy_term USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX ix_taxonomy_term_taxonomy_id ON public.taxonomy_term USING btree (taxonomy_id) WHERE (taxonomy_id IS NOT NULL);
CREATE INDEX ix_url_organization_id ON public.url USING btree (organization_id) WHERE (organization_id IS NOT NULL);
CREATE INDEX ix_url_service_id ON public.url USING btree (service_id) WHERE (service_id IS NOT NULL);
ALTER TABLE ONLY public.accessibility
    ADD CONSTRAINT fk_accessibility_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.address
    ADD CONSTRAINT fk_address_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.assurance
    ADD CONSTRAINT fk_assurance_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.attribute
    ADD CONSTRAINT fk_attribute_taxonomy_term_id_taxonomy_term FOREIGN KEY (taxonomy_term_id) REFERENCES public.taxonomy_term(id);
ALTER TABLE ONLY public.audience
    ADD CONSTRAINT fk_audience_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.conduct
    ADD CONSTRAINT fk_conduct_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_service_at_location_id_service_at_location FOREIGN KEY (service_at_location_id) REFERENCES public.service_at_location(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.cost_option
    ADD CONSTRAINT fk_cost_option_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT fk_coverage_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT fk_funding_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT fk_funding_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.language
    ADD CONSTRAINT fk_language_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.language
    ADD CONSTRAINT fk_language_phone_id_phone FOREIGN KEY (phone_id) REFERENCES public.phone(id);
ALTER TABLE ONLY public.language
    ADD CONSTRAINT fk_language_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.location
    ADD CONSTRAINT fk_location_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.nationality
    ADD CONSTRAINT fk_nationality_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.near_cell
    ADD CONSTRAINT fk_near_cell_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.organization_identifier
    ADD CONSTRAINT fk_organization_identifier_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT fk_organization_parent_organization_id_organization FOREIGN KEY (parent_organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.partner_address
    ADD CONSTRAINT fk_partner_address_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.partner_contact
    ADD CONSTRAINT fk_partner_contact_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT fk_phone_contact_id_contact FOREIGN KEY (contact_id) REFERENCES public.contact(id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT fk_phone_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT fk_phone_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.phone_reach
    ADD CONSTRAINT fk_phone_reach_phone_id_phone FOREIGN KEY (phone_id) REFERENCES public.phone(id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT fk_phone_service_at_location_id_service_at_location FOREIGN KEY (service_at_location_id) REFERENCES public.service_at_location(id);
ALTER TABLE ONLY public.phone
    ADD CONSTRAINT fk_phone_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.program
    ADD CONSTRAINT fk_program_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.required_document
    ADD CONSTRAINT fk_required_document_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT fk_schedule_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT fk_schedule_service_at_location_id_service_at_location FOREIGN KEY (service_at_location_id) REFERENCES public.service_at_location(id);
ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT fk_schedule_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.schedule_zone
    ADD CONSTRAINT fk_schedule_zone_schedule_id_schedule FOREIGN KEY (schedule_id) REFERENCES public.schedule(id);
ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT fk_search_entry_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.service_area
    ADD CONSTRAINT fk_service_area_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.service_at_location
    ADD CONSTRAINT fk_service_at_location_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.service_at_location
    ADD CONSTRAINT fk_service_at_location_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT fk_service_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT fk_service_program_id_program FOREIGN KEY (program_id) REFERENCES public.program(id);
ALTER TABLE ONLY public.service_text
    ADD CONSTRAINT fk_service_text_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.staff_address
    ADD CONSTRAINT fk_staff_address_location_id_location FOREIGN KEY (location_id) REFERENCES public.location(id);
ALTER TABLE ONLY public.staff_contact
    ADD CONSTRAINT fk_staff_contact_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.starter_entry
    ADD CONSTRAINT fk_starter_entry_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
ALTER TABLE ONLY public.taxonomy_term
    ADD CONSTRAINT fk_taxonomy_term_parent_id_taxonomy_term FOREIGN KEY (parent_id) REFERENCES public.taxonomy_term(id);
ALTER TABLE ONLY public.taxonomy_term
    ADD CONSTRAINT fk_taxonomy_term_taxonomy_id_taxonomy FOREIGN KEY (taxonomy_id) REFERENCES public.taxonomy(id);
ALTER TABLE ONLY public.term_synonym
    ADD CONSTRAINT fk_term_synonym_term_id_taxonomy_term FOREIGN KEY (term_id) REFERENCES public.taxonomy_term(id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT fk_url_organization_id_organization FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.url
    ADD CONSTRAINT fk_url_service_id_service FOREIGN KEY (service_id) REFERENCES public.service(id);
