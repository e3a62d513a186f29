-- Stage 4, align: aligned pairs -> edges between pages of one story.
--
-- The rule is a share of the shorter text, never a count of shared fingerprints: a count chains
-- unrelated stories together through phrases and templates. A text below $min_story_words words
-- must be shared nearly whole.

-- table: edges
select a as u, b as v
from (
    select a, b,
           case when a_words <= b_words then a_words else b_words end as words,
           case when a_words <= b_words then a_shared else b_shared end as shared
    from aligned
) shorter
where shared >= $story_share * words
  and (shared >= $min_story_words or shared >= 0.8 * words)
  and shared > 0
