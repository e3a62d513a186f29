-- Stage clean: the lines that recur on pages of an outlet's different stories.
-- In: pages, members (page, story), lines (page, hash).

-- table: of_outlets
select p.page as page, p.outlet as outlet, min(m.story) as story
from pages p join members m on m.page = p.page
where p.outlet is not null
group by p.page, p.outlet

-- table: sizes
select o.outlet as outlet, count(distinct o.story) as stories
from of_outlets o
group by o.outlet

-- table: recurring
select r.outlet as outlet, r.hash as hash, r.stories as stories
from (
    select o.outlet as outlet, l.hash as hash, count(distinct o.story) as stories
    from lines l join of_outlets o on o.page = l.page
    group by o.outlet, l.hash
) r
join sizes s on s.outlet = r.outlet
where r.stories >= $fewest_stories and r.stories >= $share_of_stories * s.stories

-- table: repeated_on
select distinct o.page as page
from lines l
join of_outlets o on o.page = l.page
join recurring r on r.outlet = o.outlet and r.hash = l.hash
