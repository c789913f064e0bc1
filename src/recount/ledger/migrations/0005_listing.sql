-- Version 5: lists of events are found in indexes alone, however they are filtered; only what a page shows is looked up.

-- Below: made from the rows of other tables. It can be dropped and made again.

CREATE INDEX event_listed ON event_summary (
    earliest DESC, latest, country, event_type, sub_event_type, reports, killed_high, latitude, longitude
);
CREATE INDEX event_by_killed ON event_summary (killed_high DESC);
CREATE INDEX event_by_reports ON event_summary (reports DESC);
CREATE INDEX facet_listed ON event_facet (earliest DESC, country, event_type, contested, decided, grade, place);
CREATE INDEX facet_contested ON event_facet (contested, earliest DESC);
