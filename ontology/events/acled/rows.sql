-- Both actors act in the country named; deaths are the intensity, below nought.
SELECT event_id_cnty AS id, coalesce(try_cast(event_date AS DATE), try_cast(try_strptime(event_date, '%d %B %Y') AS DATE)) AS day,
  country AS "source@State", country AS "target@State", event_type AS code, CASE event_type WHEN 'Protests' THEN '14' WHEN 'Battles' THEN '19' ELSE '18' END AS root,
  -try_cast(fatalities AS DOUBLE) AS intensity, 1 AS reports
FROM file
