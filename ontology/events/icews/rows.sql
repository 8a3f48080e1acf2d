SELECT event_id AS id, try_cast(event_date AS DATE) AS day, nullif(source_country, 'NA') AS "source@State", nullif(target_country, 'NA') AS "target@State",
  cameo_code AS code, lpad(CASE WHEN left(cameo_code, 1) IN ('0', '1', '2') THEN left(cameo_code, 2) ELSE left(cameo_code, 1) END, 2, '0') AS root,
  try_cast(intensity AS DOUBLE) AS intensity, 1 AS reports
FROM file
