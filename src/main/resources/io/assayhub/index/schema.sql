-- What the operators' pages are made of, read from the hub's topics; nothing stands here alone. Times are milliseconds
-- since 1970 in columns that end with _ms, as sent (ISO 8601) in all others. A changed schema is a new version: the file is
-- deleted then and filled again. A bar stands for the semicolon inside a trigger.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE position (
  topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)) WITHOUT ROWID;

-- Feeds whose results not everybody may see: configured as blinded and not unblinded since.
CREATE TABLE blinded (feed TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unblinded (feed TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE transfer (
  id TEXT PRIMARY KEY, feed TEXT NOT NULL, delivery TEXT NOT NULL, sha256 TEXT, bytes INTEGER, snapshot TEXT,
  replay_of TEXT, arrived_ms INTEGER NOT NULL, settled_ms INTEGER, state TEXT NOT NULL, balanced INTEGER NOT NULL,
  refusal TEXT, verdict TEXT,
  rows INTEGER, excluded INTEGER, refused INTEGER, read INTEGER, entries INTEGER, rejected INTEGER,
  created INTEGER, corrected INTEGER, remapped INTEGER, withdrawn INTEGER, unchanged INTEGER, restated INTEGER,
  remap_pending INTEGER, stale INTEGER, superseded INTEGER, held INTEGER, dismissed INTEGER, missing INTEGER,
  receipt BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX transfer_by_time ON transfer (arrived_ms, id);
CREATE INDEX transfer_by_feed ON transfer (feed, arrived_ms, id);
CREATE INDEX transfer_by_state ON transfer (state, arrived_ms, id);
CREATE INDEX transfer_by_delivery ON transfer (delivery);
CREATE INDEX transfer_by_replay ON transfer (replay_of, arrived_ms) WHERE replay_of IS NOT NULL;

CREATE TABLE reject (
  key TEXT PRIMARY KEY, transfer TEXT NOT NULL, feed TEXT NOT NULL, code TEXT NOT NULL, row INTEGER, line INTEGER,
  place TEXT, entry TEXT, detail TEXT, remedy TEXT, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX reject_by_transfer ON reject (transfer, row, key);
CREATE INDEX reject_by_time ON reject (at_ms, key);
CREATE INDEX reject_by_code ON reject (code, at_ms, key);
CREATE INDEX reject_by_feed ON reject (feed, code, at_ms, key);
CREATE INDEX reject_by_feed_time ON reject (feed, at_ms, key);

CREATE TABLE waiting (
  key TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT, since_ms INTEGER NOT NULL, overdue INTEGER NOT NULL,
  safety INTEGER NOT NULL, study TEXT, subject TEXT, observation TEXT, transfer TEXT, feed TEXT NOT NULL, entry TEXT,
  accession TEXT, status TEXT, changed_from TEXT, detail TEXT, urgency INTEGER NOT NULL, partition INTEGER NOT NULL,
  place INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX waiting_by_urgency ON waiting (urgency, key);
CREATE INDEX waiting_by_code ON waiting (code, urgency, key);
CREATE INDEX waiting_by_feed ON waiting (feed, urgency, key);
CREATE INDEX waiting_by_accession ON waiting (accession);
CREATE INDEX waiting_by_transfer ON waiting (transfer);
CREATE INDEX waiting_by_observation ON waiting (observation);
CREATE INDEX waiting_by_subject ON waiting (subject, urgency, key);
-- In the order in which they are summed; the oldest of a sum is found in one step.
CREATE INDEX waiting_by_reason ON waiting (code, reason, feed, since_ms, overdue, safety);
-- What waits by feed and reason; kind tells results that are missing or have moved, and gaps, from all else.
CREATE TABLE waiting_sum (
  feed TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL,
  overdue INTEGER NOT NULL, safety INTEGER NOT NULL, PRIMARY KEY (feed, code, reason, kind)) WITHOUT ROWID;
CREATE TRIGGER waiting_new AFTER INSERT ON waiting BEGIN
  INSERT INTO waiting_sum VALUES (NEW.feed, NEW.code, coalesce(NEW.reason, ''),
    CASE WHEN NEW.key GLOB 'missing/*' OR NEW.key GLOB 'moved/*' THEN 'raised' WHEN NEW.key GLOB 'gap/*' THEN 'gap' ELSE '' END,
    1, NEW.overdue, NEW.safety)
    ON CONFLICT (feed, code, reason, kind) DO UPDATE SET count = count + 1, overdue = overdue + excluded.overdue,
      safety = safety + excluded.safety |
END;
CREATE TRIGGER waiting_gone AFTER DELETE ON waiting BEGIN
  UPDATE waiting_sum SET count = count - 1, overdue = overdue - OLD.overdue, safety = safety - OLD.safety
    WHERE feed = OLD.feed AND code = OLD.code AND reason = coalesce(OLD.reason, '') AND kind =
      CASE WHEN OLD.key GLOB 'missing/*' OR OLD.key GLOB 'moved/*' THEN 'raised' WHEN OLD.key GLOB 'gap/*' THEN 'gap' ELSE '' END |
END;

CREATE TABLE result (
  id TEXT PRIMARY KEY, study TEXT NOT NULL, subject TEXT NOT NULL, feed TEXT, kind TEXT, analyte TEXT, title TEXT,
  accession TEXT, specimen TEXT, visit TEXT, timepoint TEXT, elapsed REAL, collected TEXT, collected_ms INTEGER,
  status TEXT NOT NULL, version INTEGER NOT NULL, shown TEXT, number REAL, below INTEGER NOT NULL, lower REAL, upper REAL,
  unit TEXT, interpretation TEXT, tier TEXT, topics TEXT, transfer TEXT, entry TEXT, recorded_ms INTEGER NOT NULL,
  ord INTEGER, source BLOB, content BLOB)
  WITHOUT ROWID;
CREATE INDEX result_by_subject ON result (study, subject, visit, timepoint);
CREATE INDEX result_by_accession ON result (accession);

CREATE TABLE version (
  id TEXT NOT NULL, version INTEGER NOT NULL, outcome TEXT NOT NULL, status TEXT NOT NULL, shown TEXT, feed TEXT,
  transfer TEXT, entry TEXT, snapshot TEXT, topics TEXT, recorded_ms INTEGER NOT NULL, by TEXT, why TEXT,
  partition INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE INDEX version_by_transfer ON version (transfer, recorded_ms, id);

-- Held results that ended without a version.
CREATE TABLE ended (
  hold TEXT PRIMARY KEY, observation TEXT, transfer TEXT, entry TEXT, feed TEXT, outcome TEXT NOT NULL, reason TEXT,
  at_ms INTEGER NOT NULL, by TEXT, why TEXT) WITHOUT ROWID;
CREATE INDEX ended_by_observation ON ended (observation);
CREATE INDEX ended_by_transfer ON ended (transfer);

CREATE TABLE action (
  command TEXT PRIMARY KEY, action TEXT NOT NULL, by TEXT NOT NULL, why TEXT, at_ms INTEGER NOT NULL, hold TEXT,
  observation TEXT, transfer TEXT, feed TEXT, study TEXT, subject TEXT, until TEXT, route TEXT, applied INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE INDEX action_by_time ON action (at_ms, command);
CREATE INDEX action_by_transfer ON action (transfer);
CREATE INDEX action_by_observation ON action (observation);
CREATE INDEX action_by_subject ON action (study, subject);

CREATE TABLE subject (
  study TEXT NOT NULL, subject TEXT NOT NULL, redirect TEXT, record BLOB NOT NULL,
  PRIMARY KEY (study, subject)) WITHOUT ROWID;
CREATE INDEX subject_by_number ON subject (subject);

-- Lists of expected specimens, and each specimen with what has come of it: state for those who may see everything, seen
-- for those who may not see blinded feeds. Since is when it was collected, else when it is planned for.
CREATE TABLE specimen_list (list TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;
CREATE TABLE expected (
  key TEXT PRIMARY KEY, list TEXT NOT NULL, study TEXT NOT NULL, subject TEXT NOT NULL, visit TEXT NOT NULL, timepoint TEXT,
  specimen TEXT, assay TEXT, accession TEXT, status TEXT NOT NULL, planned TEXT, collected TEXT, since_ms INTEGER NOT NULL,
  state TEXT NOT NULL, seen TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX expected_by_accession ON expected (accession, study);
CREATE INDEX expected_by_subject ON expected (subject, study, visit, timepoint);
CREATE INDEX expected_by_time ON expected (since_ms, key);
CREATE INDEX expected_by_state ON expected (state, since_ms, key);
CREATE INDEX expected_by_seen ON expected (seen, since_ms, key);
CREATE INDEX expected_by_visit_state ON expected (study, visit, state, since_ms, key);
CREATE INDEX expected_by_visit_seen ON expected (study, visit, seen, since_ms, key);
CREATE TABLE expected_sum (
  study TEXT NOT NULL, visit TEXT NOT NULL, state TEXT NOT NULL, seen TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (study, visit, state, seen)) WITHOUT ROWID;
CREATE TRIGGER expected_new AFTER INSERT ON expected BEGIN
  INSERT INTO expected_sum VALUES (NEW.study, NEW.visit, NEW.state, NEW.seen, 1)
    ON CONFLICT (study, visit, state, seen) DO UPDATE SET count = count + 1 |
END;
CREATE TRIGGER expected_changed AFTER UPDATE ON expected WHEN NEW.state <> OLD.state OR NEW.seen <> OLD.seen BEGIN
  UPDATE expected_sum SET count = count - 1
    WHERE study = OLD.study AND visit = OLD.visit AND state = OLD.state AND seen = OLD.seen |
  INSERT INTO expected_sum VALUES (NEW.study, NEW.visit, NEW.state, NEW.seen, 1)
    ON CONFLICT (study, visit, state, seen) DO UPDATE SET count = count + 1 |
END;
CREATE TRIGGER expected_gone AFTER DELETE ON expected BEGIN
  UPDATE expected_sum SET count = count - 1
    WHERE study = OLD.study AND visit = OLD.visit AND state = OLD.state AND seen = OLD.seen |
END;

CREATE TABLE instance (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;

-- Per feed and minute: results published, and how many transfers were settled how long after they arrived.
CREATE TABLE pace (
  minute INTEGER NOT NULL, feed TEXT NOT NULL, bucket INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (minute, feed, bucket)) WITHOUT ROWID;

-- How long transfers took from their arrival until their receipt was no longer open, of all time.
CREATE TABLE settled (
  feed TEXT NOT NULL, bucket INTEGER NOT NULL, count INTEGER NOT NULL, total_ms INTEGER NOT NULL,
  PRIMARY KEY (feed, bucket)) WITHOUT ROWID;

-- Sums by feed, kept with every change, so that the overview costs the same for ten transfers and for a million. What was
-- counted in transfers that are open or refused is in no sum: those are not booked.
CREATE TABLE balance (
  feed TEXT PRIMARY KEY, last_ms INTEGER, transfers INTEGER NOT NULL DEFAULT 0, results INTEGER NOT NULL DEFAULT 0,
  rejects INTEGER NOT NULL DEFAULT 0,
  is_open INTEGER NOT NULL DEFAULT 0, is_refused INTEGER NOT NULL DEFAULT 0, is_stopped INTEGER NOT NULL DEFAULT 0, is_unbalanced INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0, excluded INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0, entries INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0, corrected INTEGER NOT NULL DEFAULT 0, remapped INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, restated INTEGER NOT NULL DEFAULT 0,
  remap_pending INTEGER NOT NULL DEFAULT 0, stale INTEGER NOT NULL DEFAULT 0, superseded INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0, dismissed INTEGER NOT NULL DEFAULT 0)
  WITHOUT ROWID;
CREATE TABLE reject_sum (
  feed TEXT NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, last_ms INTEGER NOT NULL,
  PRIMARY KEY (feed, code)) WITHOUT ROWID;
CREATE TRIGGER transfer_new AFTER INSERT ON transfer BEGIN
  INSERT OR IGNORE INTO balance (feed) VALUES (NEW.feed) |
  UPDATE balance SET transfers = transfers + 1,
    last_ms = CASE WHEN NEW.replay_of IS NULL THEN max(coalesce(last_ms, 0), NEW.arrived_ms) ELSE last_ms END,
    is_open = is_open + (NEW.state = 'open'),
    is_refused = is_refused + (NEW.state = 'refused'),
    is_stopped = is_stopped + (NEW.state = 'stopped'),
    is_unbalanced = is_unbalanced + (NEW.state = 'unbalanced'),
    rows = rows + ((NEW.state NOT IN ('open', 'refused')) * NEW.rows),
    excluded = excluded + ((NEW.state NOT IN ('open', 'refused')) * NEW.excluded),
    refused = refused + ((NEW.state NOT IN ('open', 'refused')) * NEW.refused),
    read = read + ((NEW.state NOT IN ('open', 'refused')) * NEW.read),
    entries = entries + ((NEW.state NOT IN ('open', 'refused')) * NEW.entries),
    rejected = rejected + ((NEW.state NOT IN ('open', 'refused')) * NEW.rejected),
    created = created + ((NEW.state NOT IN ('open', 'refused')) * NEW.created),
    corrected = corrected + ((NEW.state NOT IN ('open', 'refused')) * NEW.corrected),
    remapped = remapped + ((NEW.state NOT IN ('open', 'refused')) * NEW.remapped),
    withdrawn = withdrawn + ((NEW.state NOT IN ('open', 'refused')) * NEW.withdrawn),
    unchanged = unchanged + ((NEW.state NOT IN ('open', 'refused')) * NEW.unchanged),
    restated = restated + ((NEW.state NOT IN ('open', 'refused')) * NEW.restated),
    remap_pending = remap_pending + ((NEW.state NOT IN ('open', 'refused')) * NEW.remap_pending),
    stale = stale + ((NEW.state NOT IN ('open', 'refused')) * NEW.stale),
    superseded = superseded + ((NEW.state NOT IN ('open', 'refused')) * NEW.superseded),
    held = held + ((NEW.state NOT IN ('open', 'refused')) * NEW.held),
    dismissed = dismissed + ((NEW.state NOT IN ('open', 'refused')) * NEW.dismissed)
  WHERE feed = NEW.feed |
END;
CREATE TRIGGER transfer_changed AFTER UPDATE ON transfer BEGIN
  UPDATE balance SET
    is_open = is_open + (NEW.state = 'open') - (OLD.state = 'open'),
    is_refused = is_refused + (NEW.state = 'refused') - (OLD.state = 'refused'),
    is_stopped = is_stopped + (NEW.state = 'stopped') - (OLD.state = 'stopped'),
    is_unbalanced = is_unbalanced + (NEW.state = 'unbalanced') - (OLD.state = 'unbalanced'),
    rows = rows + ((NEW.state NOT IN ('open', 'refused')) * NEW.rows) - ((OLD.state NOT IN ('open', 'refused')) * OLD.rows),
    excluded = excluded + ((NEW.state NOT IN ('open', 'refused')) * NEW.excluded) - ((OLD.state NOT IN ('open', 'refused')) * OLD.excluded),
    refused = refused + ((NEW.state NOT IN ('open', 'refused')) * NEW.refused) - ((OLD.state NOT IN ('open', 'refused')) * OLD.refused),
    read = read + ((NEW.state NOT IN ('open', 'refused')) * NEW.read) - ((OLD.state NOT IN ('open', 'refused')) * OLD.read),
    entries = entries + ((NEW.state NOT IN ('open', 'refused')) * NEW.entries) - ((OLD.state NOT IN ('open', 'refused')) * OLD.entries),
    rejected = rejected + ((NEW.state NOT IN ('open', 'refused')) * NEW.rejected) - ((OLD.state NOT IN ('open', 'refused')) * OLD.rejected),
    created = created + ((NEW.state NOT IN ('open', 'refused')) * NEW.created) - ((OLD.state NOT IN ('open', 'refused')) * OLD.created),
    corrected = corrected + ((NEW.state NOT IN ('open', 'refused')) * NEW.corrected) - ((OLD.state NOT IN ('open', 'refused')) * OLD.corrected),
    remapped = remapped + ((NEW.state NOT IN ('open', 'refused')) * NEW.remapped) - ((OLD.state NOT IN ('open', 'refused')) * OLD.remapped),
    withdrawn = withdrawn + ((NEW.state NOT IN ('open', 'refused')) * NEW.withdrawn) - ((OLD.state NOT IN ('open', 'refused')) * OLD.withdrawn),
    unchanged = unchanged + ((NEW.state NOT IN ('open', 'refused')) * NEW.unchanged) - ((OLD.state NOT IN ('open', 'refused')) * OLD.unchanged),
    restated = restated + ((NEW.state NOT IN ('open', 'refused')) * NEW.restated) - ((OLD.state NOT IN ('open', 'refused')) * OLD.restated),
    remap_pending = remap_pending + ((NEW.state NOT IN ('open', 'refused')) * NEW.remap_pending) - ((OLD.state NOT IN ('open', 'refused')) * OLD.remap_pending),
    stale = stale + ((NEW.state NOT IN ('open', 'refused')) * NEW.stale) - ((OLD.state NOT IN ('open', 'refused')) * OLD.stale),
    superseded = superseded + ((NEW.state NOT IN ('open', 'refused')) * NEW.superseded) - ((OLD.state NOT IN ('open', 'refused')) * OLD.superseded),
    held = held + ((NEW.state NOT IN ('open', 'refused')) * NEW.held) - ((OLD.state NOT IN ('open', 'refused')) * OLD.held),
    dismissed = dismissed + ((NEW.state NOT IN ('open', 'refused')) * NEW.dismissed) - ((OLD.state NOT IN ('open', 'refused')) * OLD.dismissed)
  WHERE feed = NEW.feed |
END;
CREATE TRIGGER result_new AFTER INSERT ON result BEGIN
  INSERT OR IGNORE INTO balance (feed) VALUES (coalesce(NEW.feed, '')) |
  UPDATE balance SET results = results + 1 WHERE feed = coalesce(NEW.feed, '') |
END;
CREATE TRIGGER reject_new AFTER INSERT ON reject BEGIN
  INSERT OR IGNORE INTO balance (feed) VALUES (NEW.feed) |
  UPDATE balance SET rejects = rejects + 1 WHERE feed = NEW.feed |
  INSERT INTO reject_sum VALUES (NEW.feed, NEW.code, 1, NEW.at_ms)
    ON CONFLICT (feed, code) DO UPDATE SET count = count + 1, last_ms = max(last_ms, excluded.last_ms) |
END;
