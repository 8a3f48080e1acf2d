-- Each alliance by its number; each spell of a member. Nought in the year of exit is "still in force".
WITH member AS (
  SELECT line, atopid AS number, member, edtf(yrent, moent, dayent) AS entered, part(yrent) AS begun,
    CASE WHEN yrexit = '0' THEN '..' ELSE edtf(yrexit, moexit, dayexit) END AS gone, by_day(yrent, moent, dayent) AS "on",
    CASE WHEN yrexit = '0' THEN DATE '9999-01-01' ELSE coalesce(by_day(yrexit, moexit, dayexit), by_day(yrent, moent, dayent)) END AS last,
    nullif(concat_ws(', ', CASE WHEN defense = '1' THEN 'defence' END, CASE WHEN offense = '1' THEN 'offence' END,
      CASE WHEN neutral = '1' THEN 'neutrality' END, CASE WHEN nonagg = '1' THEN 'non-aggression' END,
      CASE WHEN consul = '1' THEN 'consultation' END), '') AS duties
  FROM file
), island AS (
  -- Phases that touch are one membership: only the duties changed.
  SELECT *, coalesce("on" <= max(last) OVER (PARTITION BY number, member ORDER BY "on", line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, false) AS joined
  FROM member
), counted AS (
  SELECT *, sum(CASE WHEN joined THEN 0 ELSE 1 END) OVER (PARTITION BY number, member ORDER BY "on", line) AS island FROM island
), spell AS (
  SELECT number, member, min(line) AS line, min("on") AS "on", min(begun) AS begun, arg_min(entered, "on") AS entered,
    arg_min(entered, "on") || '/' || arg_max(gone, last) AS time, string_agg(DISTINCT duties, '; ' ORDER BY duties) AS duties
  FROM counted GROUP BY number, member, island
), named AS (
  SELECT spell.*, thing FROM spell LEFT JOIN codes ON scheme = 'atop' AND code = number
)
SELECT min(line) AS line, 'Alliance' AS kind, 'atop-' || number AS name, 'atop-' || number AS key,
  'ATOP alliance ' || number || ' (' || min(begun) || ')' AS label
FROM named WHERE thing IS NULL GROUP BY number
UNION ALL BY NAME
SELECT line, 'Membership' AS kind, concat_ws('-', number, member, entered) AS key, time, "on", member AS "member@cow",
  coalesce(thing, 'id:atop-' || number) AS organization, 'full member' AS status, duties AS note
FROM named
