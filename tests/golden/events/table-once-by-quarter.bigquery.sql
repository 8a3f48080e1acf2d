SELECT DISTINCT
  *
FROM (
  SELECT
    IF(pos = pos_2, `typed`, NULL) AS `typed`,
    CAST(EXTRACT(year FROM `t1`.`day`) AS INT64) AS `year`
  FROM (
    SELECT
      `t0`.`id`,
      CASE
        WHEN CAST(SAFE_CAST(`t0`.`day` AS DATE) AS STRING) = SUBSTRING(`t0`.`day`, IF((
          0 + 1
        ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`day`)), 10)
        THEN SAFE_CAST(`t0`.`day` AS DATE)
        ELSE NULL
      END AS `day`,
      `t0`.`source`,
      `t0`.`target`,
      `t0`.`code`,
      LPAD(
        SUBSTRING(`t0`.`code`, IF((
          0 + 1
        ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`code`)), 2),
        GREATEST(
          LENGTH(
            SUBSTRING(`t0`.`code`, IF((
              0 + 1
            ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`code`)), 2)
          ),
          2
        ),
        '0'
      ) AS `root`,
      CAST(NULL AS STRING) AS `plover`,
      CAST(NULL AS FLOAT64) AS `intensity`,
      CAST(1 AS INT64) AS `reports`
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
    DATE_TRUNC(`t14`.`day`, QUARTER) AS `period`,
    `t14`.`quad`,
    COUNT(*) AS `events`,
    SUM(`t14`.`reports`) AS `reports`,
    AVG(`t14`.`intensity`) AS `intensity`
  FROM (
    SELECT
      `t13`.`id`,
      `t13`.`day`,
      `t13`.`code`,
      `t13`.`root`,
      `t13`.`intensity`,
      `t13`.`reports`,
      `t13`.`source`,
      `t13`.`target`,
      `t13`.`plover`,
      `t13`.`quad`,
      `t13`.`label`
    FROM (
      SELECT
        `t12`.`day`,
        `t12`.`source`,
        `t12`.`target`,
        `t12`.`code`,
        MAX(`t12`.`root`) AS `root`,
        MAX(`t12`.`plover`) AS `plover`,
        MAX(`t12`.`quad`) AS `quad`,
        MAX(`t12`.`label`) AS `label`,
        MIN(`t12`.`id`) AS `id`,
        AVG(`t12`.`intensity`) AS `intensity`,
        SUM(`t12`.`reports`) AS `reports`
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
                `t1`.`id`,
                CASE
                  WHEN CAST(SAFE_CAST(`t1`.`day` AS DATE) AS STRING) = SUBSTRING(`t1`.`day`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`day`)), 10)
                  THEN SAFE_CAST(`t1`.`day` AS DATE)
                  ELSE NULL
                END AS `day`,
                `t1`.`source`,
                `t1`.`target`,
                `t1`.`code`,
                LPAD(
                  SUBSTRING(`t1`.`code`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`code`)), 2),
                  GREATEST(
                    LENGTH(
                      SUBSTRING(`t1`.`code`, IF((
                        0 + 1
                      ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t1`.`code`)), 2)
                    ),
                    2
                  ),
                  '0'
                ) AS `root`,
                CAST(NULL AS STRING) AS `plover`,
                CAST(NULL AS FLOAT64) AS `intensity`,
                CAST(1 AS INT64) AS `reports`
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
          `t11`.`day` BETWEEN DATE(2019, 1, 1) AND DATE(2020, 12, 31)
          AND (
            `t11`.`root` IN ('19') OR `t11`.`plover` IN ('19') OR `t11`.`quad` IN ('19')
          )
      ) AS `t12`
      GROUP BY
        1,
        2,
        3,
        4
    ) AS `t13`
  ) AS `t14`
  GROUP BY
    1,
    2
) AS `t15`
ORDER BY
  `t15`.`period` ASC NULLS LAST,
  `t15`.`quad` ASC NULLS LAST
