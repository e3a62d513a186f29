-- Stage 5, trace: stories -> every name that a page of a story gives as that of its text.
--
-- A weak word (somebody spoke to it, a link, a name in a byline) counts only for a house that has a
-- page in the story or is known as one.

-- table: voices
select v.story as story, v.page as page, v.house as house, v.own as own, v.reason as reason,
       v.name as name, v.start as start, v.till as till, v.points as points
from (
    select k.story as story, k.page as page, s.house as house,
           case when h.page is null then 0 else 1 end as own,
           s.reason as reason, s.name as name, s.start as start, s.till as till,
           s.points as points,
           row_number() over (
               partition by k.story, k.page, s.house, s.reason
               order by s.points desc, coalesce(s.start, 0), s.name
           ) as place
    from kin k
    join said s on s.page = k.page
    left join owners h on h.page = k.page and h.house = s.house
    left join (select house from names union select house from agencies) a on a.house = s.house
    left join (select distinct story, house from kin where house is not null) i
      on i.story = k.story and i.house = s.house
    where k.role <> 'shares'
      and (s.points >= 12 or i.house is not null or a.house is not null)
      and (s.reason <> 'links to it' or i.house is not null)
      and (s.reason <> 'byline names it' or s.points <> 10 or i.house is not null)
      and (s.reason <> 'spoken to' or s.points <> 6 or i.house is not null or a.house is not null)
) v
where v.place = 1
