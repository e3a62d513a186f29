-- Stage 6, attribute: some stories -> their pages' statements, and what was carried between them.
--
-- A pair belongs to the stories that both of its pages are in: of a roundup and a page that it holds
-- to that page's alone. The lists have no order: `variants.py` makes one.

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
    join chosen o on o.page = k.b and o.story = s.story
    group by s.story
) c on c.story = f.story
