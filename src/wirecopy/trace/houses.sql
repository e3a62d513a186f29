-- Stage 5, trace: what each page says about whose text it has.
--
-- `owners` names the house (outlet or agency) of a page, `said` every name that it gives as that of
-- its text, with points. Points are decibans: 10 say ten to one, 20 a hundred to
-- one. Those of dates and length were measured on chains of versions (bench/origin.py), the others
-- are set by hand, from what an editor would take for proof.

-- table: owners
select page, house, name, agency
from (
    select m.page as page, m.key as house, m.value as name,
           case when m.number = 1 or m.number = 3 then 1 else 0 end as agency,
           row_number() over (
               partition by m.page
               order by case when m.number < 2 then 0 else 1 end, m.key, m.value
           ) as place
    from marks m
    where m.kind = 'house'
) placed
where place = 1

-- table: names
select house, name, agency
from (
    select house, name, max(agency) as agency,
           row_number() over (partition by house order by sum(times) desc, name) as place
    from (
        select house, name, agency, count(*) as times
        from owners
        group by house, name, agency
        union all
        select m.key as house, m.value as name, 0 as agency, count(*) as times
        from marks m
        where m.kind = 'byline' and m.number = 2
        group by m.key, m.value
    ) said
    group by house, name
) placed
where place = 1

-- table: shorts
select short, house
from (
    select s.key as short, o.house as house,
           row_number() over (partition by s.key order by count(*) desc, o.house) as place,
           count(*) as times
    from marks s
    join owners o on o.page = s.page
    where s.kind = 'short'
    group by s.key, o.house
) placed
where place = 1

-- table: agencies
select house from names where agency = 1
union
select c.value as house from credits c where c.kind = 'agency' or c.kind = 'mention'

-- table: said
select c.page as page,
       case when c.kind = 'first published by'
            then replace(replace(replace(replace(lower(c.value), 'the ', ''), ' ', ''), '-', ''), '''', '')
            else c.value end as house,
       c.value as name,
       case when c.kind = 'agency' and c.start is null then 'byline names it'
            when c.kind = 'agency' then c.reason
            when c.kind = 'first published by' then 'first published by'
            when c.kind = 'mention' then 'spoken to'
            else 'contributed' end as reason,
       c.start as start, c.end as till,
       cast(floor(case when c.kind = 'agency' and c.start is null then 14
                       when c.kind = 'mention' then 12 * c.weight
                       else 20 * c.weight end + 0.5) as int) as points
from credits c
left join agencies a on a.house = c.value
where c.kind = 'agency' or c.kind = 'first published by' or c.kind = 'mention'
   or (c.kind = 'contributor' and a.house is not null)
union all
select m.page as page, m.key as house, m.value as name,
       case when m.kind = 'sign-up' then 'sign-up line names it'
            when m.kind = 'standards' then 'standards line names it'
            when m.kind = 'copyright' then 'copyright line names it'
            when m.kind = 'link' then 'links to it'
            else 'byline names it' end as reason,
       m.start as start, m.end as till,
       case when m.kind = 'sign-up' then 10
            when m.kind = 'standards' then 10
            when m.kind = 'copyright' then 14
            when m.kind = 'link' then 3
            when m.number = 2 then 12
            else 10 end as points
from marks m
where m.kind = 'sign-up' or m.kind = 'standards' or m.kind = 'copyright' or m.kind = 'link'
   or m.kind = 'byline' and m.number <> 1
union all
select m.page as page, coalesce(n.house, s.house, m.key) as house, m.value as name,
       case when m.kind = 'tag' then 'tag in the dateline' else 'spoken to' end as reason,
       m.start as start, m.end as till,
       case when m.kind = 'tag' then 16 else 6 end as points
from marks m
left join names n on n.house = m.key
left join shorts s on s.short = m.key
where m.kind = 'tag' or m.kind = 'told'
