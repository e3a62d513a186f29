-- Stage 6, attribute: some stories -> their pages' statements, and what was carried between them.
--
-- The lists have no order: `variants.py` makes one.

-- table: spoken
select f.story as story, f.found as found, c.carried as carried
from (
    select s.story as story, array_agg(t.found) as found
    from chosen s
    join told t on t.page = s.page
    group by s.story
) f
left join (
    select s.story as story, array_agg(k.carried) as carried
    from carried k
    join chosen s on s.page = k.a
    group by s.story
) c on c.story = f.story
