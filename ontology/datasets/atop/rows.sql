-- Each alliance by its number; each spell of a member. Nought in the year of exit is "still in force".
WITH member AS (
  SELECT line, atopid AS number, member, edtf(yrent, moent, dayent) AS entered, edtf(yrexit, moexit, dayexit) AS gone,
    part(yrent) AS begun, yrexit, moent, dayent, concat_ws('-', atopid, phase, member, edtf(yrent, moent, dayent)) AS key,
    concat_ws(', ', CASE WHEN defense = '1' THEN 'defence' END, CASE WHEN offense = '1' THEN 'offence' END,
      CASE WHEN neutral = '1' THEN 'neutrality' END, CASE WHEN nonagg = '1' THEN 'non-aggression' END,
      CASE WHEN consul = '1' THEN 'consultation' END) AS duties
  FROM file
), spell AS (
  SELECT member.*, thing, entered || '/' || CASE WHEN yrexit = '0' THEN '..' ELSE gone END AS time,
    by_day(begun::VARCHAR, moent, dayent) AS "on"
  FROM member LEFT JOIN things ON things.key = number
)
SELECT min(line) AS line, 'Alliance' AS kind, 'atop-' || number AS name, 'atop-' || number AS key,
  'ATOP alliance ' || number || ' (' || min(begun) || ')' AS label
FROM spell WHERE thing IS NULL GROUP BY number
UNION ALL BY NAME
SELECT line, 'Membership' AS kind, key, time, "on", member AS "member@cow",
  coalesce('id:' || thing, 'id:atop-' || number) AS organization, 'full member' AS status, nullif(duties, '') AS note
FROM spell
