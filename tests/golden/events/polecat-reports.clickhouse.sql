SELECT DISTINCT
  *
FROM (
  SELECT
    arrayJoin(["t1"."source", "t1"."target"]) AS "typed",
    CAST(toYear("t1"."day") AS Nullable(Int64)) AS "year"
  FROM (
    SELECT
      "t0"."event_id" AS "id",
      CASE
        WHEN CAST(accurateCastOrNull("t0"."event_date", 'Nullable(DATE)') AS Nullable(String)) = SUBSTRING(
          "t0"."event_date",
          CASE WHEN (
            0 + 1
          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."event_date") END,
          10
        )
        THEN accurateCastOrNull("t0"."event_date", 'Nullable(DATE)')
        ELSE NULL
      END AS "day",
      nullIf(splitByString(';', CAST("t0"."actor_cow" AS String))[1], 'None') AS "source",
      nullIf(splitByString(';', CAST("t0"."recipient_cow" AS String))[1], 'None') AS "target",
      "t0"."event_type" AS "code",
      CAST(NULL AS Nullable(String)) AS "root",
      "t0"."event_type" AS "plover",
      accurateCastOrNull("t0"."intensity", 'Nullable(Float64)') AS "intensity",
      CAST(1 AS Nullable(Int64)) AS "reports"
    FROM "stream" AS "t0"
  ) AS "t1"
) AS "t2"
WHERE
  isNotNull("t2"."typed") AND isNotNull("t2"."year");

SELECT
  "t11"."id" AS "id",
  "t11"."day" AS "day",
  "t11"."source" AS "source",
  "t11"."target" AS "target",
  "t11"."code" AS "code",
  "t11"."label" AS "label",
  "t11"."quad" AS "quad",
  "t11"."plover" AS "plover",
  "t11"."intensity" AS "intensity",
  "t11"."reports" AS "reports"
FROM (
  SELECT
    "t10"."id" AS "id",
    "t10"."day" AS "day",
    "t10"."code" AS "code",
    "t10"."root" AS "root",
    "t10"."intensity" AS "intensity",
    "t10"."reports" AS "reports",
    "t6"."source_thing" AS "source",
    "t7"."target_thing" AS "target",
    COALESCE("t10"."plover", "t3"."its_plover") AS "plover",
    "t3"."its_quad" AS "quad",
    "t3"."label" AS "label"
  FROM (
    SELECT
      "t8"."id" AS "id",
      "t8"."day" AS "day",
      "t8"."source" AS "source",
      "t8"."target" AS "target",
      "t8"."code" AS "code",
      "t8"."root" AS "root",
      "t8"."plover" AS "plover",
      "t8"."intensity" AS "intensity",
      "t8"."reports" AS "reports",
      CAST(toYear("t8"."day") AS Nullable(Int64)) AS "year",
      COALESCE("t8"."root", "t8"."plover") AS "key"
    FROM (
      SELECT
        "t1"."event_id" AS "id",
        CASE
          WHEN CAST(accurateCastOrNull("t1"."event_date", 'Nullable(DATE)') AS Nullable(String)) = SUBSTRING(
            "t1"."event_date",
            CASE WHEN (
              0 + 1
            ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."event_date") END,
            10
          )
          THEN accurateCastOrNull("t1"."event_date", 'Nullable(DATE)')
          ELSE NULL
        END AS "day",
        nullIf(splitByString(';', CAST("t1"."actor_cow" AS String))[1], 'None') AS "source",
        nullIf(splitByString(';', CAST("t1"."recipient_cow" AS String))[1], 'None') AS "target",
        "t1"."event_type" AS "code",
        CAST(NULL AS Nullable(String)) AS "root",
        "t1"."event_type" AS "plover",
        accurateCastOrNull("t1"."intensity", 'Nullable(Float64)') AS "intensity",
        CAST(1 AS Nullable(Int64)) AS "reports"
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
