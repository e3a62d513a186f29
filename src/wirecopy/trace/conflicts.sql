-- Stage 5, trace: one text under several bylines or dates.
--
-- Only pages that have nearly the whole text are held against each other. Dates conflict when they
-- lie more than $date_tolerance_hours hours apart: copies of a wire story take a day to travel and
-- time zones half of one.

-- table: claimed
select m.story as story, c.kind as kind, c.value as value, c.compared as compared,
       c.at as at, c.page as page
from claims c
join members m on m.page = c.page
where m.role = 'origin' or m.role = 'copy'

-- table: conflicts
select c.story as story, c.kind as kind, c.value as value, c.compared as compared,
       c.page as page
from claimed c
join (
    select d.story as story, d.kind as kind
    from claimed d
    group by d.story, d.kind
    having count(distinct d.compared) > 1
       and coalesce(max(d.at) - min(d.at), 9223372036854775807) > $date_tolerance_hours * 3600000000
) differing on differing.story = c.story and differing.kind = c.kind
