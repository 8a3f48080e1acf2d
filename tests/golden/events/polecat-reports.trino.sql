SELECT DISTINCT
  *
FROM (
  SELECT
    IF(_u.pos = _u_2.pos_2, _u_2."typed") AS "typed",
    CAST(EXTRACT(year FROM "t1"."day") AS BIGINT) AS "year"
  FROM (
    SELECT
      "t0"."event_id" AS "id",
      CASE
        WHEN CAST(TRY_CAST("t0"."event_date" AS DATE) AS VARCHAR) = SUBSTR(
          "t0"."event_date",
          IF((
            0 + 1
          ) >= 1, 0 + 1, 0 + 1 + LENGTH("t0"."event_date")),
          10
        )
        THEN TRY_CAST("t0"."event_date" AS DATE)
        ELSE NULL
      END AS "day",
      NULLIF(ELEMENT_AT(SPLIT("t0"."actor_cow", ';'), 0 + 1), 'None') AS "source",
      NULLIF(ELEMENT_AT(SPLIT("t0"."recipient_cow", ';'), 0 + 1), 'None') AS "target",
      "t0"."event_type" AS "code",
      CAST(NULL AS VARCHAR) AS "root",
      "t0"."event_type" AS "plover",
      TRY_CAST("t0"."intensity" AS DOUBLE) AS "intensity",
      CAST(1 AS BIGINT) AS "reports"
    FROM "stream" AS "t0"
  ) AS "t1"
  CROSS JOIN UNNEST(SEQUENCE(1, GREATEST(CARDINALITY(ARRAY["t1"."source", "t1"."target"])))) AS _u(pos)
  CROSS JOIN UNNEST(ARRAY["t1"."source", "t1"."target"]) WITH ORDINALITY AS _u_2("typed", pos_2)
  WHERE
    _u.pos = _u_2.pos_2
    OR (
      _u.pos > CARDINALITY(ARRAY["t1"."source", "t1"."target"])
      AND _u_2.pos_2 = CARDINALITY(ARRAY["t1"."source", "t1"."target"])
    )
) AS "t2"
WHERE
  "t2"."typed" IS NOT NULL AND "t2"."year" IS NOT NULL;

SELECT
  "t11"."id",
  "t11"."day",
  "t11"."source",
  "t11"."target",
  "t11"."code",
  "t11"."label",
  "t11"."quad",
  "t11"."plover",
  "t11"."intensity",
  "t11"."reports"
FROM (
  SELECT
    "t10"."id",
    "t10"."day",
    "t10"."code",
    "t10"."root",
    "t10"."intensity",
    "t10"."reports",
    "t6"."source_thing" AS "source",
    "t7"."target_thing" AS "target",
    COALESCE("t10"."plover", "t3"."its_plover") AS "plover",
    "t3"."its_quad" AS "quad",
    "t3"."label"
  FROM (
    SELECT
      "t8"."id",
      "t8"."day",
      "t8"."source",
      "t8"."target",
      "t8"."code",
      "t8"."root",
      "t8"."plover",
      "t8"."intensity",
      "t8"."reports",
      CAST(EXTRACT(year FROM "t8"."day") AS BIGINT) AS "year",
      COALESCE("t8"."root", "t8"."plover") AS "key"
    FROM (
      SELECT
        "t1"."event_id" AS "id",
        CASE
          WHEN CAST(TRY_CAST("t1"."event_date" AS DATE) AS VARCHAR) = SUBSTR(
            "t1"."event_date",
            IF((
              0 + 1
            ) >= 1, 0 + 1, 0 + 1 + LENGTH("t1"."event_date")),
            10
          )
          THEN TRY_CAST("t1"."event_date" AS DATE)
          ELSE NULL
        END AS "day",
        NULLIF(ELEMENT_AT(SPLIT("t1"."actor_cow", ';'), 0 + 1), 'None') AS "source",
        NULLIF(ELEMENT_AT(SPLIT("t1"."recipient_cow", ';'), 0 + 1), 'None') AS "target",
        "t1"."event_type" AS "code",
        CAST(NULL AS VARCHAR) AS "root",
        "t1"."event_type" AS "plover",
        TRY_CAST("t1"."intensity" AS DOUBLE) AS "intensity",
        CAST(1 AS BIGINT) AS "reports"
      FROM "stream" AS "t1"
    ) AS "t8"
  ) AS "t10"
  LEFT OUTER JOIN (
    SELECT
      "t2"."typed" AS "source_typed",
      "t2"."its_year" AS "source_its_year",
      "t2"."thing" AS "source_thing"
    FROM "actor" AS "t2"
  ) AS "t6"
    ON "t10"."source" = "t6"."source_typed" AND "t10"."year" = "t6"."source_its_year"
  LEFT OUTER JOIN (
    SELECT
      "t2"."typed" AS "target_typed",
      "t2"."its_year" AS "target_its_year",
      "t2"."thing" AS "target_thing"
    FROM "actor" AS "t2"
  ) AS "t7"
    ON "t10"."target" = "t7"."target_typed" AND "t10"."year" = "t7"."target_its_year"
  LEFT OUTER JOIN "class" AS "t3"
    ON "t10"."key" = "t3"."key"
) AS "t11"
ORDER BY
  "t11"."day" ASC,
  "t11"."id" ASC
LIMIT 1000
