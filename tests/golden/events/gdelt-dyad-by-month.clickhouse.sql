SELECT DISTINCT
  *
FROM (
  SELECT
    arrayJoin(["t1"."source", "t1"."target"]) AS "typed",
    CAST(toYear("t1"."day") AS Nullable(Int64)) AS "year"
  FROM (
    SELECT
      "t0"."globaleventid" AS "id",
      CASE
        WHEN CAST(accurateCastOrNull(
          CONCAT(
            CONCAT(
              CONCAT(
                CONCAT(
                  SUBSTRING(
                    "t0"."sqldate",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."sqldate") END,
                    4
                  ),
                  '-'
                ),
                SUBSTRING(
                  "t0"."sqldate",
                  CASE WHEN (
                    4 + 1
                  ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t0"."sqldate") END,
                  2
                )
              ),
              '-'
            ),
            SUBSTRING(
              "t0"."sqldate",
              CASE WHEN (
                6 + 1
              ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t0"."sqldate") END
            )
          ),
          'Nullable(DATE)'
        ) AS Nullable(String)) = SUBSTRING(
          CONCAT(
            CONCAT(
              CONCAT(
                CONCAT(
                  SUBSTRING(
                    "t0"."sqldate",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."sqldate") END,
                    4
                  ),
                  '-'
                ),
                SUBSTRING(
                  "t0"."sqldate",
                  CASE WHEN (
                    4 + 1
                  ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t0"."sqldate") END,
                  2
                )
              ),
              '-'
            ),
            SUBSTRING(
              "t0"."sqldate",
              CASE WHEN (
                6 + 1
              ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t0"."sqldate") END
            )
          ),
          CASE
            WHEN (
              0 + 1
            ) >= 1
            THEN 0 + 1
            ELSE 0 + 1 + LENGTH(
              CONCAT(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      SUBSTRING(
                        "t0"."sqldate",
                        CASE WHEN (
                          0 + 1
                        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."sqldate") END,
                        4
                      ),
                      '-'
                    ),
                    SUBSTRING(
                      "t0"."sqldate",
                      CASE WHEN (
                        4 + 1
                      ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t0"."sqldate") END,
                      2
                    )
                  ),
                  '-'
                ),
                SUBSTRING(
                  "t0"."sqldate",
                  CASE WHEN (
                    6 + 1
                  ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t0"."sqldate") END
                )
              )
            )
          END,
          10
        )
        THEN accurateCastOrNull(
          CONCAT(
            CONCAT(
              CONCAT(
                CONCAT(
                  SUBSTRING(
                    "t0"."sqldate",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t0"."sqldate") END,
                    4
                  ),
                  '-'
                ),
                SUBSTRING(
                  "t0"."sqldate",
                  CASE WHEN (
                    4 + 1
                  ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t0"."sqldate") END,
                  2
                )
              ),
              '-'
            ),
            SUBSTRING(
              "t0"."sqldate",
              CASE WHEN (
                6 + 1
              ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t0"."sqldate") END
            )
          ),
          'Nullable(DATE)'
        )
        ELSE NULL
      END AS "day",
      nullIf("t0"."actor1countrycode", '') AS "source",
      nullIf("t0"."actor2countrycode", '') AS "target",
      "t0"."eventcode" AS "code",
      leftPadUTF8("t0"."eventrootcode", GREATEST(lengthUTF8("t0"."eventrootcode"), 2), '0') AS "root",
      CAST(NULL AS Nullable(String)) AS "plover",
      accurateCastOrNull("t0"."goldsteinscale", 'Nullable(Float64)') AS "intensity",
      accurateCastOrNull("t0"."nummentions", 'Nullable(Int64)') AS "reports"
    FROM "stream" AS "t0"
  ) AS "t1"
) AS "t2"
WHERE
  isNotNull("t2"."typed") AND isNotNull("t2"."year");

SELECT
  *
FROM (
  SELECT
    dateTrunc('MONTH', "t12"."day") AS "period",
    COUNT(*) AS "events",
    SUM("t12"."reports") AS "reports",
    AVG("t12"."intensity") AS "intensity",
    countIf("t12"."quad" = 'verbal cooperation') AS "verbal_cooperation",
    countIf("t12"."quad" = 'material cooperation') AS "material_cooperation",
    countIf("t12"."quad" = 'verbal conflict') AS "verbal_conflict",
    countIf("t12"."quad" = 'material conflict') AS "material_conflict"
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
            "t1"."globaleventid" AS "id",
            CASE
              WHEN CAST(accurateCastOrNull(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      CONCAT(
                        SUBSTRING(
                          "t1"."sqldate",
                          CASE WHEN (
                            0 + 1
                          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."sqldate") END,
                          4
                        ),
                        '-'
                      ),
                      SUBSTRING(
                        "t1"."sqldate",
                        CASE WHEN (
                          4 + 1
                        ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t1"."sqldate") END,
                        2
                      )
                    ),
                    '-'
                  ),
                  SUBSTRING(
                    "t1"."sqldate",
                    CASE WHEN (
                      6 + 1
                    ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t1"."sqldate") END
                  )
                ),
                'Nullable(DATE)'
              ) AS Nullable(String)) = SUBSTRING(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      CONCAT(
                        SUBSTRING(
                          "t1"."sqldate",
                          CASE WHEN (
                            0 + 1
                          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."sqldate") END,
                          4
                        ),
                        '-'
                      ),
                      SUBSTRING(
                        "t1"."sqldate",
                        CASE WHEN (
                          4 + 1
                        ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t1"."sqldate") END,
                        2
                      )
                    ),
                    '-'
                  ),
                  SUBSTRING(
                    "t1"."sqldate",
                    CASE WHEN (
                      6 + 1
                    ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t1"."sqldate") END
                  )
                ),
                CASE
                  WHEN (
                    0 + 1
                  ) >= 1
                  THEN 0 + 1
                  ELSE 0 + 1 + LENGTH(
                    CONCAT(
                      CONCAT(
                        CONCAT(
                          CONCAT(
                            SUBSTRING(
                              "t1"."sqldate",
                              CASE WHEN (
                                0 + 1
                              ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."sqldate") END,
                              4
                            ),
                            '-'
                          ),
                          SUBSTRING(
                            "t1"."sqldate",
                            CASE WHEN (
                              4 + 1
                            ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t1"."sqldate") END,
                            2
                          )
                        ),
                        '-'
                      ),
                      SUBSTRING(
                        "t1"."sqldate",
                        CASE WHEN (
                          6 + 1
                        ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t1"."sqldate") END
                      )
                    )
                  )
                END,
                10
              )
              THEN accurateCastOrNull(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      CONCAT(
                        SUBSTRING(
                          "t1"."sqldate",
                          CASE WHEN (
                            0 + 1
                          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."sqldate") END,
                          4
                        ),
                        '-'
                      ),
                      SUBSTRING(
                        "t1"."sqldate",
                        CASE WHEN (
                          4 + 1
                        ) >= 1 THEN 4 + 1 ELSE 4 + 1 + LENGTH("t1"."sqldate") END,
                        2
                      )
                    ),
                    '-'
                  ),
                  SUBSTRING(
                    "t1"."sqldate",
                    CASE WHEN (
                      6 + 1
                    ) >= 1 THEN 6 + 1 ELSE 6 + 1 + LENGTH("t1"."sqldate") END
                  )
                ),
                'Nullable(DATE)'
              )
              ELSE NULL
            END AS "day",
            nullIf("t1"."actor1countrycode", '') AS "source",
            nullIf("t1"."actor2countrycode", '') AS "target",
            "t1"."eventcode" AS "code",
            leftPadUTF8("t1"."eventrootcode", GREATEST(lengthUTF8("t1"."eventrootcode"), 2), '0') AS "root",
            CAST(NULL AS Nullable(String)) AS "plover",
            accurateCastOrNull("t1"."goldsteinscale", 'Nullable(Float64)') AS "intensity",
            accurateCastOrNull("t1"."nummentions", 'Nullable(Int64)') AS "reports"
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
      (
        (
          "t11"."source" = 'id:pakistan'
        ) AND (
          "t11"."target" = 'id:india'
        )
      )
      OR (
        (
          "t11"."target" = 'id:pakistan'
        ) AND (
          "t11"."source" = 'id:india'
        )
      )
  ) AS "t12"
  GROUP BY
    dateTrunc('MONTH', "t12"."day")
) AS "t13"
ORDER BY
  "t13"."period" ASC
