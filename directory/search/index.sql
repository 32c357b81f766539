-- Computes search_entry: every service under each need it answers, each scope it serves and each language it speaks.
-- Runs on SQLite and PostgreSQL; index.py fills it in and says what the numbers mean.
INSERT INTO search_entry (need, scope, language, reach, rank, service_id, open_to, focus, verified_at)
WITH chosen AS (
    SELECT service.id, service.organization_id, conduct.police_linked, conduct.consular, assurance.verified_at,
        CASE WHEN conduct.trafficking_specific THEN 0 ELSE 1 END AS unspecific,
        CASE provenance.confidence WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END AS doubt,
        CASE WHEN assurance.verified_at >= :cutoff THEN 0 ELSE 1 END AS unassured
    FROM service
    JOIN conduct ON conduct.service_id = service.id
    LEFT JOIN assurance ON assurance.service_id = service.id
    LEFT JOIN provenance ON provenance.entity_id = service.id
    WHERE service.status = 'active' {only}
),
needed AS (
    SELECT DISTINCT chosen.id, taxonomy_term.code AS need
    FROM chosen
    JOIN attribute ON attribute.link_id = chosen.id
    JOIN taxonomy_term ON taxonomy_term.id = attribute.taxonomy_term_id
    WHERE taxonomy_term.taxonomy_id = :needs
),
-- BCP 47: only the language counts, not script or region; a few languages go by two codes.
tongues AS (
    SELECT DISTINCT id, CASE code WHEN 'tl' THEN 'fil' WHEN 'nb' THEN 'no' WHEN 'nn' THEN 'no' WHEN 'cmn' THEN 'zh'
        WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE code END AS language
    FROM (
        SELECT chosen.id, CASE WHEN code LIKE '__-%' THEN SUBSTR(LOWER(code), 1, 2)
            WHEN code LIKE '___-%' THEN SUBSTR(LOWER(code), 1, 3) ELSE LOWER(code) END AS code
        FROM chosen
        JOIN language ON language.service_id = chosen.id
        WHERE language.code IS NOT NULL
        UNION
        SELECT chosen.id, CASE WHEN code LIKE '__-%' THEN SUBSTR(LOWER(code), 1, 2)
            WHEN code LIKE '___-%' THEN SUBSTR(LOWER(code), 1, 3) ELSE LOWER(code) END
        FROM chosen
        JOIN phone ON phone.service_id = chosen.id
        JOIN language ON language.phone_id = phone.id
        WHERE language.code IS NOT NULL
    ) AS plain
),
heard AS (
    SELECT id, language, 0 AS strange FROM tongues
    UNION ALL
    SELECT chosen.id, '', CASE WHEN known.id IS NULL THEN 1 ELSE 2 END
    FROM chosen
    LEFT JOIN (SELECT DISTINCT id FROM tongues) AS known ON known.id = chosen.id
),
served AS (
    SELECT chosen.id, chosen.organization_id, coverage.country,
        CASE WHEN coverage.country IS NULL THEN '*' WHEN coverage.region IS NOT NULL THEN coverage.region
            WHEN coverage.whole THEN coverage.country ELSE coverage.country || '*' END AS scope
    FROM chosen
    JOIN coverage ON coverage.service_id = chosen.id
    WHERE NOT chosen.consular
    UNION
    SELECT chosen.id, chosen.organization_id, coverage.country, coverage.country || '*'
    FROM chosen
    JOIN coverage ON coverage.service_id = chosen.id
    WHERE NOT chosen.consular AND coverage.region IS NOT NULL
    UNION
    -- Near means near and in the same country: nobody is sent across a border.
    SELECT chosen.id, chosen.organization_id, coverage.country, coverage.country || '@' || near_cell.cell
    FROM chosen
    JOIN near_cell ON near_cell.service_id = chosen.id
    JOIN coverage ON coverage.service_id = chosen.id
    WHERE NOT chosen.consular AND coverage.country IS NOT NULL
    UNION
    SELECT chosen.id, chosen.organization_id, coverage.country,
        COALESCE(coverage.country, '*') || '/' || nationality.country
    FROM chosen
    JOIN nationality ON nationality.service_id = chosen.id
    JOIN coverage ON coverage.service_id = chosen.id
    WHERE chosen.consular
    UNION
    SELECT chosen.id, chosen.organization_id, NULL, '*/' || nationality.country
    FROM chosen
    JOIN nationality ON nationality.service_id = chosen.id
    JOIN coverage ON coverage.service_id = chosen.id AND coverage.country = nationality.country
    WHERE chosen.consular
),
-- A phone of the organization or of the place is one of the service; one of a contact belongs to a person and is not.
-- Looked up for each row: both databases would rather read all phones, even for the few services of a small change.
reached AS MATERIALIZED (
    SELECT served.id, served.scope, CASE
        WHEN EXISTS (
            SELECT 1 FROM phone JOIN phone_reach ON phone_reach.phone_id = phone.id
            WHERE phone.service_id = served.id
                AND (phone_reach.dialable_from_abroad OR phone_reach.country = served.country)
        ) THEN 0
        WHEN EXISTS (
            SELECT 1 FROM phone JOIN phone_reach ON phone_reach.phone_id = phone.id
            WHERE phone.organization_id = served.organization_id AND phone.contact_id IS NULL
                AND (phone_reach.dialable_from_abroad OR phone_reach.country = served.country)
        ) THEN 0
        WHEN EXISTS (
            SELECT 1 FROM service_at_location
            JOIN phone ON phone.service_at_location_id = service_at_location.id
            JOIN phone_reach ON phone_reach.phone_id = phone.id
            WHERE service_at_location.service_id = served.id AND phone.contact_id IS NULL
                AND (phone_reach.dialable_from_abroad OR phone_reach.country = served.country)
        ) THEN 0
        WHEN EXISTS (
            SELECT 1 FROM service_at_location
            JOIN phone ON phone.location_id = service_at_location.location_id
            JOIN phone_reach ON phone_reach.phone_id = phone.id
            WHERE service_at_location.service_id = served.id AND phone.contact_id IS NULL
                AND (phone_reach.dialable_from_abroad OR phone_reach.country = served.country)
        ) THEN 0
        ELSE 1 END AS reach
    FROM served
),
doors AS (
    SELECT audience.service_id AS id,
        SUM(CASE code WHEN 'women' THEN 1 WHEN 'men' THEN 2 WHEN 'girls' THEN 4 WHEN 'boys' THEN 8 ELSE 0 END) AS people,
        SUM(CASE code WHEN 'lgbtq' THEN 16 ELSE 0 END) AS lgbtq,
        SUM(CASE code WHEN 'seafaring' THEN 0 ELSE 1 END) AS others,
        SUM(CASE code WHEN 'labour' THEN 1 WHEN 'sex_trade' THEN 2 WHEN 'domestic_work' THEN 4 WHEN 'seafaring' THEN 8
            WHEN 'forced_marriage' THEN 16 WHEN 'begging' THEN 32 WHEN 'scam' THEN 64 WHEN 'migrants' THEN 128
            WHEN 'lgbtq' THEN 256 ELSE 0 END) AS focus,
        SUM(CASE code WHEN 'lgbtq' THEN 0 ELSE 1 END) AS others_than_lgbtq
    FROM audience
    JOIN chosen ON chosen.id = audience.service_id
    GROUP BY audience.service_id
)
SELECT needed.need, reached.scope, heard.language, reached.reach,
    CASE WHEN chosen.police_linked AND needed.need <> 'report_crime' THEN 1000 ELSE 0 END
        + chosen.unassured * 500 + (heard.strange + chosen.unspecific) * 10 + chosen.unspecific * 3 + chosen.doubt,
    chosen.id,
    CASE WHEN doors.id IS NULL THEN 63
        WHEN doors.people > 0 THEN doors.people + doors.lgbtq
        WHEN doors.others = 0 THEN 32
        WHEN doors.others_than_lgbtq = 0 THEN 16
        ELSE 63 END,
    COALESCE(doors.focus, 0),
    chosen.verified_at
FROM chosen
JOIN needed ON needed.id = chosen.id
JOIN reached ON reached.id = chosen.id
JOIN heard ON heard.id = chosen.id
LEFT JOIN doors ON doors.id = chosen.id
ORDER BY 1, 2, 3, 4, 5, 6
