BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE assurance (
	service_id VARCHAR NOT NULL, 
	verified_by VARCHAR, 
	verified_at DATETIME, 
	CONSTRAINT pk_assurance PRIMARY KEY (service_id), 
	CONSTRAINT fk_assurance_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "assurance" VALUES('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b','a made-up reviewer','2026-11-21 00:00:00.000000');
INSERT INTO "assurance" VALUES('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',NULL,NULL);
INSERT INTO "assurance" VALUES('dac10664-c861-521c-b995-4b79be77b23f',NULL,NULL);
INSERT INTO "assurance" VALUES('00000000-0000-4000-8000-000000000004','a made-up reviewer','2026-11-20 08:30:00.123456');
CREATE TABLE conduct (
	service_id VARCHAR NOT NULL, 
	police_linked BOOLEAN NOT NULL, 
	consular BOOLEAN NOT NULL, 
	trafficking_specific BOOLEAN NOT NULL, 
	made_for VARCHAR, 
	reason VARCHAR, 
	CONSTRAINT pk_conduct PRIMARY KEY (service_id), 
	CONSTRAINT fk_conduct_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "conduct" VALUES('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b',0,0,1,NULL,NULL);
INSERT INTO "conduct" VALUES('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',0,0,1,'children',NULL);
INSERT INTO "conduct" VALUES('dac10664-c861-521c-b995-4b79be77b23f',0,0,1,'seafarers',NULL);
INSERT INTO "conduct" VALUES('00000000-0000-4000-8000-000000000004',0,0,1,'children','said so on the phone');
CREATE TABLE coverage (
	id VARCHAR NOT NULL, 
	service_id VARCHAR NOT NULL, 
	country VARCHAR, 
	region VARCHAR, 
	whole BOOLEAN NOT NULL, 
	CONSTRAINT pk_coverage PRIMARY KEY (id), 
	CONSTRAINT fk_coverage_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "coverage" VALUES('5fcb1d56-ef3f-570e-8e35-6b735043840c','f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b','TH',NULL,1);
INSERT INTO "coverage" VALUES('13b13ee5-8593-59c0-b77f-ebc8af226c11','aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf','TH','TH-50',1);
INSERT INTO "coverage" VALUES('c86aa1d4-8f14-554d-b454-58c5b749927e','dac10664-c861-521c-b995-4b79be77b23f','KH',NULL,1);
INSERT INTO "coverage" VALUES('00000000-0000-4000-8000-000000000002','00000000-0000-4000-8000-000000000004','TH','TH-50',1);
CREATE TABLE emergency_number (
	country VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	confidence VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_emergency_number PRIMARY KEY (country, kind, number)
);
INSERT INTO "emergency_number" VALUES('NR','police','000','low','https://example.org/numbers',0);
CREATE TABLE language (
	id VARCHAR NOT NULL, 
	name VARCHAR, 
	code VARCHAR, 
	note VARCHAR, 
	service_id VARCHAR, 
	location_id VARCHAR, 
	phone_id VARCHAR, 
	CONSTRAINT pk_language PRIMARY KEY (id), 
	CONSTRAINT fk_language_service_id_service FOREIGN KEY(service_id) REFERENCES service (id), 
	CONSTRAINT fk_language_location_id_location FOREIGN KEY(location_id) REFERENCES location (id), 
	CONSTRAINT fk_language_phone_id_phone FOREIGN KEY(phone_id) REFERENCES phone (id)
);
INSERT INTO "language" VALUES('2eeaca50-9aae-5e63-b346-bc904e876423',NULL,'th',NULL,'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b',NULL,NULL);
INSERT INTO "language" VALUES('3c71661c-7ab7-550e-aa6a-7592f8a55207',NULL,'en',NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',NULL,NULL);
INSERT INTO "language" VALUES('80ecc5ec-3297-546a-8d32-e97c32a9c7da',NULL,'my',NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',NULL,NULL);
INSERT INTO "language" VALUES('1736125d-8123-5c1b-9c9e-204c80dd4137',NULL,'km',NULL,'dac10664-c861-521c-b995-4b79be77b23f',NULL,NULL);
INSERT INTO "language" VALUES('00000000-0000-4000-8000-000000000001','Burmese','my','at night','00000000-0000-4000-8000-000000000004',NULL,NULL);
CREATE TABLE location (
	id VARCHAR NOT NULL, 
	location_type VARCHAR NOT NULL, 
	url VARCHAR, 
	name VARCHAR, 
	alternate_name VARCHAR, 
	description VARCHAR, 
	transportation VARCHAR, 
	external_identifier VARCHAR, 
	external_identifier_type VARCHAR, 
	latitude FLOAT, 
	longitude FLOAT, 
	organization_id VARCHAR, 
	CONSTRAINT pk_location PRIMARY KEY (id), 
	CONSTRAINT fk_location_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
INSERT INTO "location" VALUES('96e79b17-b1c9-5f8a-8fd0-94b7728f7f76','physical',NULL,'Chiang Mai',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'1d10fe9b-64a1-5f02-8cdb-8038db6af09d');
INSERT INTO "location" VALUES('00000000-0000-4000-8000-000000000007','physical',NULL,'Made-up Place',NULL,'behind the market','bus 3',NULL,NULL,18.79,98.98,'00000000-0000-4000-8000-000000000013');
CREATE TABLE organization (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	alternate_name VARCHAR, 
	email VARCHAR, 
	website VARCHAR, 
	tax_status VARCHAR, 
	tax_id VARCHAR, 
	legal_status VARCHAR, 
	logo VARCHAR, 
	uri VARCHAR, 
	year_incorporated INTEGER, 
	parent_organization_id VARCHAR, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT fk_organization_parent_organization_id_organization FOREIGN KEY(parent_organization_id) REFERENCES organization (id)
);
INSERT INTO "organization" VALUES('20e99f18-6615-59ed-94d0-9398b15c4029','Made-up Line of Then','hotline; shelter','สายด่วนสมมติ',NULL,'https://example.org/line',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "organization" VALUES('1d10fe9b-64a1-5f02-8cdb-8038db6af09d','Made-up House That Closed','shelter',NULL,'gone@example.org','https://example.org/gone',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "organization" VALUES('1a4e5a49-f7eb-5ca5-9005-a70727a73102','Made-up Harbour Desk','legal',NULL,NULL,'https://example.org/harbour',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "organization" VALUES('00000000-0000-4000-8000-000000000012','บ้านสมมติ (Made-up Home)','Kept by staff; "quoted", it''s théirs
2nd line','Made-up','home@example.org','https://example.org/home','exempt',NULL,'foundation',NULL,NULL,1999,NULL);
INSERT INTO "organization" VALUES('00000000-0000-4000-8000-000000000013','Made-up Branch','Its branch',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'00000000-0000-4000-8000-000000000012');
CREATE TABLE phone (
	id VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	contact_id VARCHAR, 
	type VARCHAR, 
	description VARCHAR, 
	extension FLOAT, 
	location_id VARCHAR, 
	service_id VARCHAR, 
	organization_id VARCHAR, 
	service_at_location_id VARCHAR, 
	CONSTRAINT pk_phone PRIMARY KEY (id), 
	CONSTRAINT fk_phone_location_id_location FOREIGN KEY(location_id) REFERENCES location (id), 
	CONSTRAINT fk_phone_service_id_service FOREIGN KEY(service_id) REFERENCES service (id), 
	CONSTRAINT fk_phone_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_phone_service_at_location_id_service_at_location FOREIGN KEY(service_at_location_id) REFERENCES service_at_location (id)
);
INSERT INTO "phone" VALUES('3f53d286-00b3-5342-b5ef-7171334cab3c','000-0001',NULL,'voice',NULL,NULL,NULL,'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b',NULL,NULL);
INSERT INTO "phone" VALUES('1b6fd9de-a324-557c-8609-764216146c2c','000-0002',NULL,'voice',NULL,NULL,NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',NULL,NULL);
INSERT INTO "phone" VALUES('c036a4ee-b79b-56a8-af9a-8a9d309051d1','000-0003',NULL,'text',NULL,NULL,NULL,'dac10664-c861-521c-b995-4b79be77b23f',NULL,NULL);
INSERT INTO "phone" VALUES('00000000-0000-4000-8000-000000000008','000-0004',NULL,'voice','the night desk',7.0,NULL,'00000000-0000-4000-8000-000000000004',NULL,NULL);
CREATE TABLE phone_reach (
	phone_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	country VARCHAR, 
	dialable_from_abroad BOOLEAN NOT NULL, 
	international VARCHAR, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_phone_reach PRIMARY KEY (phone_id), 
	CONSTRAINT fk_phone_reach_phone_id_phone FOREIGN KEY(phone_id) REFERENCES phone (id)
);
INSERT INTO "phone_reach" VALUES('3f53d286-00b3-5342-b5ef-7171334cab3c','voice','TH',0,NULL,0);
INSERT INTO "phone_reach" VALUES('1b6fd9de-a324-557c-8609-764216146c2c','voice','TH',0,NULL,0);
INSERT INTO "phone_reach" VALUES('c036a4ee-b79b-56a8-af9a-8a9d309051d1','sms','KH',0,NULL,0);
INSERT INTO "phone_reach" VALUES('00000000-0000-4000-8000-000000000008','voice','TH',1,'+000000004',0);
CREATE TABLE provenance (
	entity_id VARCHAR NOT NULL, 
	source_url VARCHAR NOT NULL, 
	confidence VARCHAR NOT NULL, 
	source_kind VARCHAR NOT NULL, 
	source_date VARCHAR, 
	second_source VARCHAR, 
	note VARCHAR, 
	CONSTRAINT pk_provenance PRIMARY KEY (entity_id)
);
INSERT INTO "provenance" VALUES('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b','https://example.org/list','high','ngo_directory','2026-01-02',NULL,NULL);
INSERT INTO "provenance" VALUES('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf','https://example.org/list','high','ngo_directory','2026-01-02',NULL,NULL);
INSERT INTO "provenance" VALUES('dac10664-c861-521c-b995-4b79be77b23f','https://example.org/list','high','ngo_directory','2026-01-02',NULL,NULL);
INSERT INTO "provenance" VALUES('00000000-0000-4000-8000-000000000004','https://example.org/rooms','high','ngo','2026-10-01','a visit','asked twice');
CREATE TABLE schedule (
	id VARCHAR NOT NULL, 
	valid_from VARCHAR, 
	valid_to VARCHAR, 
	dtstart VARCHAR, 
	until VARCHAR, 
	wkst VARCHAR, 
	freq VARCHAR, 
	byday VARCHAR, 
	byweekno VARCHAR, 
	bymonthday VARCHAR, 
	byyearday VARCHAR, 
	description VARCHAR, 
	opens_at VARCHAR, 
	closes_at VARCHAR, 
	schedule_link VARCHAR, 
	attending_type VARCHAR, 
	notes VARCHAR, 
	timezone FLOAT, 
	count INTEGER, 
	interval INTEGER, 
	service_id VARCHAR, 
	location_id VARCHAR, 
	service_at_location_id VARCHAR, 
	CONSTRAINT pk_schedule PRIMARY KEY (id), 
	CONSTRAINT fk_schedule_service_id_service FOREIGN KEY(service_id) REFERENCES service (id), 
	CONSTRAINT fk_schedule_location_id_location FOREIGN KEY(location_id) REFERENCES location (id), 
	CONSTRAINT fk_schedule_service_at_location_id_service_at_location FOREIGN KEY(service_at_location_id) REFERENCES service_at_location (id)
);
INSERT INTO "schedule" VALUES('a6ffa6db-3c5e-55e9-a1ce-b60a7f81c61b',NULL,NULL,NULL,NULL,NULL,'WEEKLY','MO,TU,WE,TH,FR,SA,SU',NULL,NULL,NULL,'24/7','00:00','23:59',NULL,NULL,NULL,NULL,NULL,NULL,'f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b',NULL,NULL);
INSERT INTO "schedule" VALUES('a895e2df-e1c7-538a-aefa-8e6ef21ee255',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Mon-Fri 09:00-17:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf',NULL,NULL);
INSERT INTO "schedule" VALUES('00000000-0000-4000-8000-000000000009',NULL,NULL,NULL,NULL,NULL,'WEEKLY','MO,TU',NULL,NULL,NULL,'nights','18:00','08:00',NULL,NULL,NULL,7.0,NULL,1,'00000000-0000-4000-8000-000000000004',NULL,NULL);
CREATE TABLE service (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	program_id VARCHAR, 
	alternate_name VARCHAR, 
	description VARCHAR, 
	url VARCHAR, 
	email VARCHAR, 
	interpretation_services VARCHAR, 
	application_process VARCHAR, 
	fees_description VARCHAR, 
	wait_time VARCHAR, 
	fees VARCHAR, 
	accreditations VARCHAR, 
	eligibility_description VARCHAR, 
	assured_date VARCHAR, 
	assurer_email VARCHAR, 
	licenses VARCHAR, 
	alert VARCHAR, 
	last_modified VARCHAR, 
	minimum_age FLOAT, 
	maximum_age FLOAT, 
	organization_id VARCHAR NOT NULL, 
	CONSTRAINT pk_service PRIMARY KEY (id), 
	CONSTRAINT fk_service_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
INSERT INTO "service" VALUES('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b','Made-up Line of Then','active',NULL,NULL,'hotline; shelter','https://example.org/line',NULL,NULL,NULL,'free',NULL,NULL,NULL,'everybody',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'20e99f18-6615-59ed-94d0-9398b15c4029');
INSERT INTO "service" VALUES('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf','Made-up House That Closed','active',NULL,NULL,'shelter','https://example.org/gone','gone@example.org',NULL,NULL,NULL,NULL,NULL,NULL,'children',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'1d10fe9b-64a1-5f02-8cdb-8038db6af09d');
INSERT INTO "service" VALUES('dac10664-c861-521c-b995-4b79be77b23f','Made-up Harbour Desk','active',NULL,NULL,'legal','https://example.org/harbour',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'seafarers',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'1a4e5a49-f7eb-5ca5-9005-a70727a73102');
INSERT INTO "service" VALUES('00000000-0000-4000-8000-000000000004','Kept by staff','active',NULL,'Kept','Rooms for the night','https://example.org/rooms','rooms@example.org','my, shn','walk in','free',NULL,NULL,NULL,'women',NULL,NULL,NULL,'ring twice',NULL,16.0,99.0,'00000000-0000-4000-8000-000000000013');
CREATE TABLE service_area (
	id VARCHAR NOT NULL, 
	name VARCHAR, 
	description VARCHAR, 
	extent VARCHAR, 
	extent_type VARCHAR, 
	uri VARCHAR, 
	service_id VARCHAR, 
	CONSTRAINT pk_service_area PRIMARY KEY (id), 
	CONSTRAINT fk_service_area_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "service_area" VALUES('defc5ea7-a36b-5eec-b572-48f190c1dde5','Chiang Mai',NULL,NULL,NULL,NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf');
INSERT INTO "service_area" VALUES('00000000-0000-4000-8000-000000000011','Chiang Mai','the province',NULL,NULL,NULL,'00000000-0000-4000-8000-000000000004');
CREATE TABLE service_at_location (
	id VARCHAR NOT NULL, 
	description VARCHAR, 
	service_id VARCHAR NOT NULL, 
	location_id VARCHAR NOT NULL, 
	CONSTRAINT pk_service_at_location PRIMARY KEY (id), 
	CONSTRAINT fk_service_at_location_service_id_service FOREIGN KEY(service_id) REFERENCES service (id), 
	CONSTRAINT fk_service_at_location_location_id_location FOREIGN KEY(location_id) REFERENCES location (id)
);
INSERT INTO "service_at_location" VALUES('02f7dedd-fc79-5b19-b5f5-e71a95b1cde8',NULL,'aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf','96e79b17-b1c9-5f8a-8fd0-94b7728f7f76');
INSERT INTO "service_at_location" VALUES('00000000-0000-4000-8000-000000000010','upstairs','00000000-0000-4000-8000-000000000004','00000000-0000-4000-8000-000000000007');
CREATE TABLE service_need (
	need VARCHAR NOT NULL, 
	service_id VARCHAR NOT NULL, 
	CONSTRAINT pk_service_need PRIMARY KEY (need, service_id), 
	CONSTRAINT fk_service_need_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "service_need" VALUES('human','f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b');
INSERT INTO "service_need" VALUES('shelter','f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b');
INSERT INTO "service_need" VALUES('shelter','aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf');
INSERT INTO "service_need" VALUES('legal_help','dac10664-c861-521c-b995-4b79be77b23f');
INSERT INTO "service_need" VALUES('counselling','dac10664-c861-521c-b995-4b79be77b23f');
INSERT INTO "service_need" VALUES('shelter','00000000-0000-4000-8000-000000000004');
INSERT INTO "service_need" VALUES('legal_help','00000000-0000-4000-8000-000000000004');
CREATE TABLE starter_entry (
	service_id VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_starter_entry PRIMARY KEY (service_id), 
	CONSTRAINT fk_starter_entry_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
);
INSERT INTO "starter_entry" VALUES('f0eeb1e5-2edd-5d5a-b31d-77bbf3ed5a9b','fd6647e5accd16db6af69e556510ec004884db44c6ade85b669b5351910d89f3');
INSERT INTO "starter_entry" VALUES('aa08bd6b-f6e9-5365-bce8-3984b3b9a0bf','cc9db08983434f5e4713fea342f30df57c3e0eba5484f217db3f712beb237395');
INSERT INTO "starter_entry" VALUES('dac10664-c861-521c-b995-4b79be77b23f','0510cbd01bdb114a78bef628b1c145f23e87b84c5c3298a2e64f78d45f361884');
CREATE TABLE starter_load (
	id INTEGER NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_starter_load PRIMARY KEY (id)
);
INSERT INTO "starter_load" VALUES(1,'8620c355c5cddf85a215950915f64b97f69ba21b72cb43e0d57fb69e354b369b');
CREATE INDEX ix_organization_parent_organization_id ON organization (parent_organization_id);
CREATE INDEX ix_service_organization_id ON service (organization_id);
CREATE INDEX ix_location_organization_id ON location (organization_id);
CREATE INDEX ix_service_at_location_service_id ON service_at_location (service_id);
CREATE INDEX ix_service_at_location_location_id ON service_at_location (location_id);
CREATE INDEX ix_service_area_service_id ON service_area (service_id);
CREATE INDEX ix_phone_location_id ON phone (location_id);
CREATE INDEX ix_phone_service_id ON phone (service_id);
CREATE INDEX ix_phone_organization_id ON phone (organization_id);
CREATE INDEX ix_phone_service_at_location_id ON phone (service_at_location_id);
CREATE INDEX ix_language_service_id ON language (service_id);
CREATE INDEX ix_language_location_id ON language (location_id);
CREATE INDEX ix_language_phone_id ON language (phone_id);
CREATE INDEX ix_schedule_service_id ON schedule (service_id);
CREATE INDEX ix_schedule_location_id ON schedule (location_id);
CREATE INDEX ix_schedule_service_at_location_id ON schedule (service_at_location_id);
CREATE INDEX ix_service_need_service_id ON service_need (service_id);
CREATE INDEX ix_coverage_country_region_whole_service_id ON coverage (country, region, whole, service_id);
CREATE INDEX ix_coverage_service_id ON coverage (service_id);
COMMIT;
