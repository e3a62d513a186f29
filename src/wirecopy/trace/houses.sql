-- Stage 5, trace: what each page says about whose text it has.
--
-- `owners` names the house (outlet or agency) of a page: the site of its address, under which all its
-- outlets come together, or else its outlet; `said` every name that it gives as that of
-- its text, with points. Points are decibans: 10 say ten to one, 20 a hundred to
-- one. Those of dates and length were measured on chains of versions (bench/origin.py), the others
-- are set by hand, from what an editor would take for proof.

-- table: addressed
select m.page as page, min(case when m.number < 2 then m.key end) as outlet_key,
       min(case when m.number < 2 then m.value end) as outlet,
       min(case when m.number >= 2 then m.key end) as host_key,
       min(case when m.number >= 2 then m.value end) as host,
       max(case when m.number = 1 then 1 else 0 end) as outlet_agency,
       max(case when m.number = 3 then 1 else 0 end) as host_agency
from marks m
where m.kind = 'house'
group by m.page

-- table: aliases
select outlet_key, house
from (
    select outlet_key, house,
           row_number() over (partition by outlet_key order by times desc, house) as place
    from (
        select outlet_key, host_key as house, count(*) as times
        from addressed
        where outlet_key is not null and host_key is not null and outlet_agency = 0
        group by outlet_key, host_key
    ) met
) placed
where place = 1

-- table: owners
select d.page as page,
       case when d.outlet_agency = 1 then d.outlet_key
            else coalesce(d.host_key, a.house, d.outlet_key) end as house,
       coalesce(d.outlet, d.host) as name,
       case when d.outlet_agency = 1 or (d.host_key is not null and d.host_agency = 1)
            then 1 else 0 end as agency
from addressed d
left join aliases a on a.outlet_key = d.outlet_key

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
select distinct s.key as short, o.house as house
from marks s
join owners o on o.page = s.page
where s.kind = 'short'

-- table: only_shorts
select h.short as short, min(h.house) as house
from shorts h
left join names n on n.house = h.short
where n.house is null
group by h.short
having count(*) = 1

-- table: agencies
select house from names where agency = 1
union
select c.value as house from credits c where c.kind = 'agency' or c.kind = 'mention'

-- table: words_of
select c.page as page,
       case when c.kind = 'first published by'
            then replace(replace(replace(lower(c.value), 'the ', ''), ' ', ''), '-', '')
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
select m.page as page, m.key as house, m.value as name,
       case when m.kind = 'tag' then 'tag in the dateline' else 'spoken to' end as reason,
       m.start as start, m.end as till,
       case when m.kind = 'tag' then 16 else 6 end as points
from marks m
where m.kind = 'tag' or m.kind = 'told'

-- table: said
select w.page as page, coalesce(a.house, w.house) as house, w.name as name, w.reason as reason,
       w.start as start, w.till as till, w.points as points
from words_of w
left join aliases a on a.outlet_key = w.house
