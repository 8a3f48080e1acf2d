SELECT id, try_cast(day AS DATE) AS day, source AS "source@Actor", target AS "target@Actor", code, lpad(left(code, 2), 2, '0') AS root,
  NULL AS intensity, 1 AS reports
FROM file
