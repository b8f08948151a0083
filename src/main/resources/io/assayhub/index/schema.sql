-- What the operators' pages are made of, read from the hub's topics; nothing stands here alone. Times are milliseconds
-- since 1970 in columns that end with _ms, as sent (ISO 8601) in all others. A changed schema is a new version: the file is
-- deleted then and filled again.
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

CREATE TABLE reject (
  key TEXT PRIMARY KEY, transfer TEXT NOT NULL, feed TEXT NOT NULL, code TEXT NOT NULL, row INTEGER, line INTEGER,
  place TEXT, entry TEXT, detail TEXT, remedy TEXT, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX reject_by_transfer ON reject (transfer, row, key);
CREATE INDEX reject_by_time ON reject (at_ms, key);
CREATE INDEX reject_by_code ON reject (code, at_ms, key);
CREATE INDEX reject_by_feed ON reject (feed, code, at_ms, key);

CREATE TABLE waiting (
  key TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT, since_ms INTEGER NOT NULL, overdue INTEGER NOT NULL,
  safety INTEGER NOT NULL, study TEXT, subject TEXT, observation TEXT, transfer TEXT, feed TEXT NOT NULL, entry TEXT,
  accession TEXT, status TEXT, changed_from TEXT, detail TEXT, partition INTEGER NOT NULL, place INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE INDEX waiting_by_time ON waiting (since_ms, key);
CREATE INDEX waiting_by_code ON waiting (code, since_ms, key);
CREATE INDEX waiting_by_transfer ON waiting (transfer);
CREATE INDEX waiting_by_observation ON waiting (observation);
CREATE INDEX waiting_by_subject ON waiting (study, subject);
CREATE INDEX waiting_by_safety ON waiting (safety, since_ms) WHERE safety = 1;

CREATE TABLE result (
  id TEXT PRIMARY KEY, study TEXT NOT NULL, subject TEXT NOT NULL, feed TEXT, kind TEXT, analyte TEXT, title TEXT,
  accession TEXT, specimen TEXT, visit TEXT, timepoint TEXT, elapsed REAL, collected TEXT, collected_ms INTEGER,
  status TEXT NOT NULL, version INTEGER NOT NULL, shown TEXT, number REAL, below INTEGER NOT NULL, lower REAL, upper REAL,
  unit TEXT, tier TEXT, topics TEXT, transfer TEXT, entry TEXT, recorded_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX result_by_subject ON result (study, subject, collected_ms, id);
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
  observation TEXT, transfer TEXT, feed TEXT, study TEXT, subject TEXT) WITHOUT ROWID;
CREATE INDEX action_by_time ON action (at_ms, command);
CREATE INDEX action_by_transfer ON action (transfer);
CREATE INDEX action_by_observation ON action (observation);
CREATE INDEX action_by_subject ON action (study, subject);

CREATE TABLE subject (
  study TEXT NOT NULL, subject TEXT NOT NULL, redirect TEXT, status TEXT, accepts TEXT, site TEXT, arm TEXT, start TEXT,
  until TEXT, PRIMARY KEY (study, subject)) WITHOUT ROWID;
CREATE INDEX subject_by_number ON subject (subject);

-- Per feed and minute: results published, and how many transfers were settled how long after they arrived.
CREATE TABLE pace (
  minute INTEGER NOT NULL, feed TEXT NOT NULL, bucket INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (minute, feed, bucket)) WITHOUT ROWID;
