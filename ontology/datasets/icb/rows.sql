SELECT line, 'Crisis' AS kind, 'icb-' || crisno AS name, 'crisis-' || crisno AS key,
  span(edtf(yrtrig, motrig, datrig), edtf(yrterm, moterm, daterm)) AS time,
  upper(crisname[1]) || lower(crisname[2:]) AS label
FROM file
