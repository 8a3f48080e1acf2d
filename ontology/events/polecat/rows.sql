-- Its types are PLOVER's own; a list of numbers parted by semicolons names the first actor first.
SELECT event_id AS id, try_cast(event_date AS DATE) AS day, nullif(split_part(actor_cow, ';', 1), 'None') AS "source@cow",
  nullif(split_part(recipient_cow, ';', 1), 'None') AS "target@cow", event_type AS code, NULL AS root, event_type AS plover,
  try_cast(intensity AS DOUBLE) AS intensity, 1 AS reports
FROM file
