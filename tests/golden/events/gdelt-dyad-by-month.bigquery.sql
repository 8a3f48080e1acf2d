SELECT DISTINCT
  *
FROM (
  SELECT
    IF(pos = pos_2, `typed`, NULL) AS `typed`,
    CAST(EXTRACT(year FROM `t1`.`day`) AS INT64) AS `year`
  FROM (
    SELECT
      `t0`.`globaleventid` AS `id`,
      CASE
        WHEN CAST(SAFE_CAST(CONCAT(
          CONCAT(
            CONCAT(
              CONCAT(
                SUBSTRING(`t0`.`sqldate`, IF((
                  0 + 1
                ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`sqldate`)), 4),
                '-'
              ),
              SUBSTRING(`t0`.`sqldate`, IF((
                4 + 1
              ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t0`.`sqldate`)), 2)
            ),
            '-'
          ),
          SUBSTRING(`t0`.`sqldate`, IF((
            6 + 1
          ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t0`.`sqldate`)))
        ) AS DATE) AS STRING) = SUBSTRING(
          CONCAT(
            CONCAT(
              CONCAT(
                CONCAT(
                  SUBSTRING(`t0`.`sqldate`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`sqldate`)), 4),
                  '-'
                ),
                SUBSTRING(`t0`.`sqldate`, IF((
                  4 + 1
                ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t0`.`sqldate`)), 2)
              ),
              '-'
            ),
            SUBSTRING(`t0`.`sqldate`, IF((
              6 + 1
            ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t0`.`sqldate`)))
          ),
          IF(
            (
              0 + 1
            ) >= 1,
            0 + 1,
            0 + 1 + LENGTH(
              CONCAT(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      SUBSTRING(`t0`.`sqldate`, IF((
                        0 + 1
                      ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`sqldate`)), 4),
                      '-'
                    ),
                    SUBSTRING(`t0`.`sqldate`, IF((
                      4 + 1
                    ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t0`.`sqldate`)), 2)
                  ),
                  '-'
                ),
                SUBSTRING(`t0`.`sqldate`, IF((
                  6 + 1
                ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t0`.`sqldate`)))
              )
            )
          ),
          10
        )
        THEN SAFE_CAST(CONCAT(
          CONCAT(
            CONCAT(
              CONCAT(
                SUBSTRING(`t0`.`sqldate`, IF((
                  0 + 1
                ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`sqldate`)), 4),
                '-'
              ),
              SUBSTRING(`t0`.`sqldate`, IF((
                4 + 1
              ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t0`.`sqldate`)), 2)
            ),
            '-'
          ),
          SUBSTRING(`t0`.`sqldate`, IF((
            6 + 1
          ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t0`.`sqldate`)))
        ) AS DATE)
        ELSE NULL
      END AS `day`,
      NULLIF(`t0`.`actor1countrycode`, '') AS `source`,
      NULLIF(`t0`.`actor2countrycode`, '') AS `target`,
      `t0`.`eventcode` AS `code`,
      LPAD(`t0`.`eventrootcode`, GREATEST(LENGTH(`t0`.`eventrootcode`), 2), '0') AS `root`,
      CAST(NULL AS STRING) AS `plover`,
      SAFE_CAST(`t0`.`goldsteinscale` AS FLOAT64) AS `intensity`,
      SAFE_CAST(`t0`.`nummentions` AS INT64) AS `reports`
    FROM `stream` AS `t0`
  ) AS `t1`
  CROSS JOIN UNNEST(GENERATE_ARRAY(0, GREATEST(ARRAY_LENGTH([`t1`.`source`, `t1`.`target`])) - 1)) AS pos
  CROSS JOIN UNNEST([`t1`.`source`, `t1`.`target`]) AS `typed` WITH OFFSET AS pos_2
  WHERE
    pos = pos_2
    OR (
      pos > (
        ARRAY_LENGTH([`t1`.`source`, `t1`.`target`]) - 1
      )
      AND pos_2 = (
        ARRAY_LENGTH([`t1`.`source`, `t1`.`target`]) - 1
      )
    )
) AS `t2`
WHERE
  `t2`.`typed` IS NOT NULL AND `t2`.`year` IS NOT NULL;

SELECT
  *
FROM (
  SELECT
    DATE_TRUNC(`t12`.`day`, MONTH) AS `period`,
    COUNT(*) AS `events`,
    SUM(`t12`.`reports`) AS `reports`,
    AVG(`t12`.`intensity`) AS `intensity`,
    COUNTIF(`t12`.`quad` = 'verbal cooperation') AS `verbal_cooperation`,
    COUNTIF(`t12`.`quad` = 'material cooperation') AS `material_cooperation`,
    COUNTIF(`t12`.`quad` = 'verbal conflict') AS `verbal_conflict`,
    COUNTIF(`t12`.`quad` = 'material conflict') AS `material_conflict`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t10`.`id`,
        `t10`.`day`,
        `t10`.`code`,
        `t10`.`root`,
        `t10`.`intensity`,
        `t10`.`reports`,
        `t6`.`source_thing` AS `source`,
        `t7`.`target_thing` AS `target`,
        COALESCE(`t10`.`plover`, `t3`.`its_plover`) AS `plover`,
        `t3`.`its_quad` AS `quad`,
        `t3`.`label`
      FROM (
        SELECT
          `t8`.`id`,
          `t8`.`day`,
          `t8`.`source`,
          `t8`.`target`,
          `t8`.`code`,
          `t8`.`root`,
          `t8`.`plover`,
          `t8`.`intensity`,
          `t8`.`reports`,
          CAST(EXTRACT(year FROM `t8`.`day`) AS INT64) AS `year`,
          COALESCE(`t8`.`root`, `t8`.`plover`) AS `key`
        FROM (
          SELECT
            `t1`.`globaleventid` AS `id`,
            CASE
              WHEN CAST(SAFE_CAST(CONCAT(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      SUBSTRING(`t1`.`sqldate`, IF((
                        0 + 1
                      ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`sqldate`)), 4),
                      '-'
                    ),
                    SUBSTRING(`t1`.`sqldate`, IF((
                      4 + 1
                    ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t1`.`sqldate`)), 2)
                  ),
                  '-'
                ),
                SUBSTRING(`t1`.`sqldate`, IF((
                  6 + 1
                ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t1`.`sqldate`)))
              ) AS DATE) AS STRING) = SUBSTRING(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      CONCAT(
                        SUBSTRING(`t1`.`sqldate`, IF((
                          0 + 1
                        ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`sqldate`)), 4),
                        '-'
                      ),
                      SUBSTRING(`t1`.`sqldate`, IF((
                        4 + 1
                      ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t1`.`sqldate`)), 2)
                    ),
                    '-'
                  ),
                  SUBSTRING(`t1`.`sqldate`, IF((
                    6 + 1
                  ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t1`.`sqldate`)))
                ),
                IF(
                  (
                    0 + 1
                  ) >= 1,
                  0 + 1,
                  0 + 1 + LENGTH(
                    CONCAT(
                      CONCAT(
                        CONCAT(
                          CONCAT(
                            SUBSTRING(`t1`.`sqldate`, IF((
                              0 + 1
                            ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`sqldate`)), 4),
                            '-'
                          ),
                          SUBSTRING(`t1`.`sqldate`, IF((
                            4 + 1
                          ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t1`.`sqldate`)), 2)
                        ),
                        '-'
                      ),
                      SUBSTRING(`t1`.`sqldate`, IF((
                        6 + 1
                      ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t1`.`sqldate`)))
                    )
                  )
                ),
                10
              )
              THEN SAFE_CAST(CONCAT(
                CONCAT(
                  CONCAT(
                    CONCAT(
                      SUBSTRING(`t1`.`sqldate`, IF((
                        0 + 1
                      ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`sqldate`)), 4),
                      '-'
                    ),
                    SUBSTRING(`t1`.`sqldate`, IF((
                      4 + 1
                    ) >= 1, 4 + 1, 4 + 1 + LENGTH(`t1`.`sqldate`)), 2)
                  ),
                  '-'
                ),
                SUBSTRING(`t1`.`sqldate`, IF((
                  6 + 1
                ) >= 1, 6 + 1, 6 + 1 + LENGTH(`t1`.`sqldate`)))
              ) AS DATE)
              ELSE NULL
            END AS `day`,
            NULLIF(`t1`.`actor1countrycode`, '') AS `source`,
            NULLIF(`t1`.`actor2countrycode`, '') AS `target`,
            `t1`.`eventcode` AS `code`,
            LPAD(`t1`.`eventrootcode`, GREATEST(LENGTH(`t1`.`eventrootcode`), 2), '0') AS `root`,
            CAST(NULL AS STRING) AS `plover`,
            SAFE_CAST(`t1`.`goldsteinscale` AS FLOAT64) AS `intensity`,
            SAFE_CAST(`t1`.`nummentions` AS INT64) AS `reports`
          FROM `stream` AS `t1`
        ) AS `t8`
      ) AS `t10`
      LEFT OUTER JOIN (
        SELECT
          `t2`.`typed` AS `source_typed`,
          `t2`.`its_year` AS `source_its_year`,
          `t2`.`thing` AS `source_thing`
        FROM `actor` AS `t2`
      ) AS `t6`
        ON `t10`.`source` = `t6`.`source_typed` AND `t10`.`year` = `t6`.`source_its_year`
      LEFT OUTER JOIN (
        SELECT
          `t2`.`typed` AS `target_typed`,
          `t2`.`its_year` AS `target_its_year`,
          `t2`.`thing` AS `target_thing`
        FROM `actor` AS `t2`
      ) AS `t7`
        ON `t10`.`target` = `t7`.`target_typed` AND `t10`.`year` = `t7`.`target_its_year`
      LEFT OUTER JOIN `class` AS `t3`
        ON `t10`.`key` = `t3`.`key`
    ) AS `t11`
    WHERE
      (
        (
          `t11`.`source` = 'id:pakistan'
        ) AND (
          `t11`.`target` = 'id:india'
        )
      )
      OR (
        (
          `t11`.`target` = 'id:pakistan'
        ) AND (
          `t11`.`source` = 'id:india'
        )
      )
  ) AS `t12`
  GROUP BY
    1
) AS `t13`
ORDER BY
  `t13`.`period` ASC NULLS LAST
