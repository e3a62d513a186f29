-- Stage 6, attribute: pages that were not read yet -> turns of about $words words.
--
-- Pages with equal stories come into one turn, next to each other.

-- table: turns
select k.page as page, k.key as key, k.words as words,
       cast(floor((sum(k.words + 1) over (
           order by k.key, k.page rows between unbounded preceding and current row
       ) - 1) / $words) as bigint) as turn
from story_keys k
