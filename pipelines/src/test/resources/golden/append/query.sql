select page, seen_at, millis from SCHEMA.visits order by 2, 1, 3
