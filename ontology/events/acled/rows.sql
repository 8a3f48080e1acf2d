-- Both actors act in the country named; deaths are the intensity, below nought. Days are 2020-03-05 or 05 March 2020.
SELECT event_id_cnty AS id, try_cast(CASE substring(event_date, 5, 1) WHEN '-' THEN event_date
    ELSE substring(event_date, length(event_date) - 3) || '-' || CASE substring(event_date, 4, 3) WHEN 'Jan' THEN '01' WHEN 'Feb' THEN '02' WHEN 'Mar' THEN '03' WHEN 'Apr' THEN '04'
      WHEN 'May' THEN '05' WHEN 'Jun' THEN '06' WHEN 'Jul' THEN '07' WHEN 'Aug' THEN '08'
      WHEN 'Sep' THEN '09' WHEN 'Oct' THEN '10' WHEN 'Nov' THEN '11' WHEN 'Dec' THEN '12' END || '-' || left(event_date, 2) END AS DATE) AS day,
  country AS "source@State", country AS "target@State", event_type AS code, CASE event_type WHEN 'Protests' THEN '14' WHEN 'Battles' THEN '19' ELSE '18' END AS root,
  -try_cast(fatalities AS DOUBLE) AS intensity, 1 AS reports
FROM file
