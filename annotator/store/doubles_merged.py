"""How migration m014 merges marks that earlier versions kept twice; never changed.

As `annotator.labelstudio.doubles` does for every annotation that comes in.
"""

from __future__ import annotations

DOUBLES_MERGED = """
CREATE TEMP TABLE twins AS
SELECT id AS span_id, annotation_id, region, kept FROM (
    SELECT id, annotation_id, region,
           row_number() OVER same_mark AS turn, first_value(region) OVER same_mark AS kept
    FROM spans
    WINDOW same_mark AS (PARTITION BY annotation_id, label, start, "end" ORDER BY id))
WHERE turn > 1;

INSERT INTO problems (study_id, annotation_id, revision_id, kind, message, raw, created_at)
SELECT assignments.study_id, annotations.id,
       (SELECT max(revisions.id) FROM revisions WHERE revisions.annotation_id = annotations.id),
       'double', count(*) || ' of the marks were made twice; each counts once.', '',
       strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')
FROM twins
JOIN annotations ON annotations.id = twins.annotation_id
JOIN assignments ON assignments.id = annotations.assignment_id
GROUP BY annotations.id;

DELETE FROM gamma_articles WHERE article_id IN (
    SELECT assignments.article_id FROM twins
    JOIN annotations ON annotations.id = twins.annotation_id
    JOIN assignments ON assignments.id = annotations.assignment_id);

DELETE FROM computed WHERE study_id IN (
    SELECT assignments.study_id FROM twins
    JOIN annotations ON annotations.id = twins.annotation_id
    JOIN assignments ON assignments.id = annotations.assignment_id);

DELETE FROM spans WHERE id IN (SELECT span_id FROM twins);

DELETE FROM twins WHERE EXISTS (
    SELECT 1 FROM spans
    WHERE spans.annotation_id = twins.annotation_id AND spans.region = twins.region);

DELETE FROM twins WHERE span_id NOT IN (
    SELECT max(span_id) FROM twins GROUP BY annotation_id, region);

CREATE TEMP TABLE placed AS
SELECT answers.id AS id, answers.annotation_id AS annotation_id, answers.question AS question,
       coalesce(twins.kept, answers.region) AS target, coalesce(twins.span_id, 0) AS place
FROM answers LEFT JOIN twins
ON twins.annotation_id = answers.annotation_id AND twins.region = answers.region
WHERE answers.region <> '' AND answers.annotation_id IN (SELECT annotation_id FROM twins);

DELETE FROM answers WHERE id IN (
    SELECT placed.id FROM placed WHERE placed.place < (
        SELECT max(other.place) FROM placed AS other
        WHERE other.annotation_id = placed.annotation_id AND other.target = placed.target
        AND other.question = placed.question));

UPDATE answers SET region = (SELECT target FROM placed WHERE placed.id = answers.id)
WHERE id IN (SELECT id FROM placed);

DELETE FROM relations WHERE from_region <> to_region
AND annotation_id IN (SELECT annotation_id FROM twins)
AND coalesce((SELECT kept FROM twins WHERE twins.annotation_id = relations.annotation_id
              AND twins.region = from_region), from_region)
  = coalesce((SELECT kept FROM twins WHERE twins.annotation_id = relations.annotation_id
              AND twins.region = to_region), to_region);

UPDATE relations SET
    from_region = coalesce((SELECT kept FROM twins
        WHERE twins.annotation_id = relations.annotation_id
        AND twins.region = from_region), from_region),
    to_region = coalesce((SELECT kept FROM twins
        WHERE twins.annotation_id = relations.annotation_id
        AND twins.region = to_region), to_region)
WHERE annotation_id IN (SELECT annotation_id FROM twins);

DELETE FROM relations WHERE annotation_id IN (SELECT annotation_id FROM twins)
AND id NOT IN (
    SELECT min(id) FROM relations GROUP BY annotation_id, from_region, to_region, label);

DROP TABLE placed;

DROP TABLE twins
"""
