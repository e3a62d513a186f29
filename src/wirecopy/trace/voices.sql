-- Stage 5, trace: stories -> every name that a page of a story gives as that of its text.
--
-- A weak word (somebody spoke to it, a link, a name in a byline) counts only for a house that has a
-- page in the story or is known as one.

-- table: story_shorts
select story, short, min(house) as house
from (
    select distinct k.story as story, h.short as short, h.house as house
    from shorts h
    join kin k on k.house = h.house
) here
group by story, short

-- table: heard
select k.story as story, k.page as page, k.house as own_house, s.reason as reason, s.name as name,
       s.start as start, s.till as till, s.points as points,
       case when s.reason <> 'tag in the dateline' and s.reason <> 'spoken to' then s.house
            else coalesce(n.house, h.house, o.house, s.house) end as house
from kin k
join said s on s.page = k.page
left join names n on n.house = s.house
left join story_shorts h on h.story = k.story and h.short = s.house
left join only_shorts o on o.short = s.house
where k.carries = 1

-- table: voices
select v.story as story, v.page as page, v.house as house, v.own as own, v.reason as reason,
       v.name as name, v.start as start, v.till as till, v.points as points
from (
    select s.story as story, s.page as page, s.house as house,
           case when s.own_house = s.house then 1 else 0 end as own,
           s.reason as reason, s.name as name, s.start as start, s.till as till,
           s.points as points,
           row_number() over (
               partition by s.story, s.page, s.house, s.reason
               order by s.points desc, coalesce(s.start, 0), s.name
           ) as place
    from heard s
    left join (select house from names union select house from agencies) a on a.house = s.house
    left join (select distinct story, house from kin where house is not null) i
      on i.story = s.story and i.house = s.house
    where (s.points >= 12 or i.house is not null or a.house is not null)
      and (s.reason <> 'links to it' or i.house is not null)
      and (s.reason <> 'byline names it' or s.points <> 10 or i.house is not null)
      and (s.reason <> 'spoken to' or s.points <> 6 or i.house is not null or a.house is not null)
) v
where v.place = 1
