-- A spell of membership in the state system, as a code that a state bears for its time. A code that
-- the graph knows in these years stays with whom it has; a state that the graph lacks is made.
WITH spell AS (
  SELECT line, ccode, stateabb, statenme,
    edtf(styear, stmonth, stday) AS first, edtf(endyear, endmonth, endday) AS last,
    make_date(part(styear), part(stmonth), part(stday)) AS begun,
    make_date(part(endyear), part(endmonth), part(endday)) AS over
  FROM file
), known AS (
  SELECT spell.line, min(thing) AS thing, count(DISTINCT thing) AS things
  FROM spell JOIN codes ON scheme = 'cow' AND try_cast(code AS INTEGER) = try_cast(ccode AS INTEGER)
    AND coalesce("start", begun) <= over AND coalesce("end", over) >= begun
  GROUP BY spell.line
), bearer AS (
  SELECT try_cast(code AS INTEGER) AS ccode, min(thing) AS thing, count(DISTINCT thing) AS things
  FROM codes WHERE scheme = 'cow' GROUP BY 1
), told AS (
  SELECT spell.*, CASE WHEN over >= DATE '2016-12-31' THEN first || '/..' ELSE span(first, last) END AS time,
    coalesce(known.thing, CASE WHEN bearer.things = 1 THEN bearer.thing END) AS thing
  FROM spell LEFT JOIN known USING (line) LEFT JOIN bearer ON bearer.ccode = try_cast(spell.ccode AS INTEGER)
), made AS (
  SELECT ccode, min(line) AS line, arg_min(statenme, line) AS statenme, arg_min(first, line) AS first,
    arg_max(time, line) AS time, min(begun) AS begun
  FROM told WHERE thing IS NULL GROUP BY ccode
)
SELECT line, 'State' AS kind, 'cow-state-' || ccode AS name, 'state-' || ccode AS key, begun AS "on",
  first || '/' || split_part(time, '/', 2) AS time, statenme AS label
FROM made
UNION ALL BY NAME
SELECT line, 'CodeAssignment' AS kind, NULL AS name, concat_ws('-', 'cow', ccode, first) AS key, begun AS "on", time,
  coalesce(thing, 'id:cow-state-' || ccode) AS coded, 'cow' AS "codeScheme", ccode AS code
FROM told
UNION ALL BY NAME
SELECT line, 'CodeAssignment' AS kind, NULL AS name, concat_ws('-', 'abb', stateabb, first) AS key, begun AS "on", time,
  coalesce(thing, 'id:cow-state-' || ccode) AS coded, 'cow-abbreviation' AS "codeScheme", stateabb AS code
FROM told
