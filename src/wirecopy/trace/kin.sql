-- Stage 5, trace: the pages of each story, with their houses and the dates that can be believed.

-- table: kin
select m.story as story, m.page as page, m.role as role, m.copied_from as other,
       coalesce(l.words, m.words, 0) as words, m.words as own_words, m.shared as shared,
       m.share as share,
       case when m.quotes_only = 1 then 0
            when m.role <> 'shares' or 10 * m.other_shared >= 6 * m.other_words then 1
            else 0 end as carries,
       o.house as house, coalesce(o.agency, 0) as agency, d.at as at, d.until as until,
       d.value as dated, d.precision as precision
from members m
left join lengths l on l.page = m.page
left join owners o on o.page = m.page
left join dated d on d.page = m.page

-- table: whole
select story, count(*) as pages, count(distinct house) as houses,
       sum(case when house is null then 1 else 0 end) as unknown,
       sum(case when other is not null and carries = 1 then 1 else 0 end) as carried,
       sum(case when other is not null and carries = 1
                     and (role = 'rewrite' or role = 'update' or share >= 0.65)
                then 1 else 0 end) as well_carried
from kin
group by story

-- table: judged_first
select story, page, house
from (
    select k.story as story, k.page as page, k.house as house,
           row_number() over (partition by k.story order by j.number desc) as place
    from judgements j
    join kin k on k.page = j.a
    where j.verdict = 'first'
) placed
where place = 1
