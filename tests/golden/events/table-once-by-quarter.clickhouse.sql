SELECT DISTINCT
  *
FROM (
  SELECT
    arrayJoin(["t1"."source", "t1"."target"]) AS "typed",
    CAST(toYear("t1"."day") AS Nullable(Int64)) AS "year"
  FROM (
    SELECT
      "t0"."id" AS "id",
      CASE
        WHEN CAST(accurateCastOrNull("t0"."day", 'Nullable(DATE)') AS Nullable(String)) = SUBSTRING(
          "t0"."day",
          CASE WHEN (
            0 + 1
          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."day") END,
          10
        )
        THEN accurateCastOrNull("t0"."day", 'Nullable(DATE)')
        ELSE NULL
      END AS "day",
      "t0"."source" AS "source",
      "t0"."target" AS "target",
      "t0"."code" AS "code",
      leftPadUTF8(
        SUBSTRING(
          "t0"."code",
          CASE WHEN (
            0 + 1
          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."code") END,
          2
        ),
        GREATEST(
          lengthUTF8(
            SUBSTRING(
              "t0"."code",
              CASE WHEN (
                0 + 1
              ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."code") END,
              2
            )
          ),
          2
        ),
        '0'
      ) AS "root",
      CAST(NULL AS Nullable(String)) AS "plover",
      CAST(NULL AS Nullable(Float64)) AS "intensity",
      CAST(1 AS Nullable(Int64)) AS "reports"
    FROM "stream" AS "t0"
  ) AS "t1"
) AS "t2"
WHERE
  isNotNull("t2"."typed") AND isNotNull("t2"."year");

SELECT
  *
FROM (
  SELECT
    dateTrunc('QUARTER', "t14"."day") AS "period",
    "t14"."quad" AS "quad",
    COUNT(*) AS "events",
    SUM("t14"."reports") AS "reports",
    AVG("t14"."intensity") AS "intensity"
  FROM (
    SELECT
      "t13"."id" AS "id",
      "t13"."day" AS "day",
      "t13"."code" AS "code",
      "t13"."root" AS "root",
      "t13"."intensity" AS "intensity",
      "t13"."reports" AS "reports",
      "t13"."source" AS "source",
      "t13"."target" AS "target",
      "t13"."plover" AS "plover",
      "t13"."quad" AS "quad",
      "t13"."label" AS "label"
    FROM (
      SELECT
        "t12"."day" AS "day",
        "t12"."source" AS "source",
        "t12"."target" AS "target",
        "t12"."code" AS "code",
        MAX("t12"."root") AS "root",
        MAX("t12"."plover") AS "plover",
        MAX("t12"."quad") AS "quad",
        MAX("t12"."label") AS "label",
        MIN("t12"."id") AS "id",
        AVG("t12"."intensity") AS "intensity",
        SUM("t12"."reports") AS "reports"
      FROM (
        SELECT
          *
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
                "t1"."id" AS "id",
                CASE
                  WHEN CAST(accurateCastOrNull("t1"."day", 'Nullable(DATE)') AS Nullable(String)) = SUBSTRING(
                    "t1"."day",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."day") END,
                    10
                  )
                  THEN accurateCastOrNull("t1"."day", 'Nullable(DATE)')
                  ELSE NULL
                END AS "day",
                "t1"."source" AS "source",
                "t1"."target" AS "target",
                "t1"."code" AS "code",
                leftPadUTF8(
                  SUBSTRING(
                    "t1"."code",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."code") END,
                    2
                  ),
                  GREATEST(
                    lengthUTF8(
                      SUBSTRING(
                        "t1"."code",
                        CASE WHEN (
                          0 + 1
                        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."code") END,
                        2
                      )
                    ),
                    2
                  ),
                  '0'
                ) AS "root",
                CAST(NULL AS Nullable(String)) AS "plover",
                CAST(NULL AS Nullable(Float64)) AS "intensity",
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
        WHERE
          "t11"."day" BETWEEN toDate('2019-01-01') AND toDate('2020-12-31')
          AND (
            "t11"."root" IN ('19') OR "t11"."plover" IN ('19') OR "t11"."quad" IN ('19')
          )
      ) AS "t12"
      GROUP BY
        "t12"."day",
        "t12"."source",
        "t12"."target",
        "t12"."code"
    ) AS "t13"
  ) AS "t14"
  GROUP BY
    dateTrunc('QUARTER', "t14"."day"),
    "t14"."quad"
) AS "t15"
ORDER BY
  "t15"."period" ASC,
  "t15"."quad" ASC
