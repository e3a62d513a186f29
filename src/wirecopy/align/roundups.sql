-- Stage 4, align: roundups -> guests in the stories that they hold.
--
-- A guest is a page of a story as any other, save that the story is not measured against it. One
-- that stands alone otherwise has no story of its own: it is what it holds.

-- table: guests
select distinct s.story as story, n.longer as page
from near n
join roundups r on r.page = n.longer
join stories s on s.page = n.shorter
join stories o on o.page = n.longer
where n.is_part = 1 and s.story <> o.story

-- table: stories
select s.story as story, s.page as page, 0 as is_guest
from stories s
left join (
    select g.page as page
    from (select distinct page from guests) g
    join stories o on o.page = g.page
    join stories t on t.story = o.story
    group by g.page
    having count(*) = 1
) gone on gone.page = s.page
where gone.page is null
union all
select story, page, 1 as is_guest
from guests
