PRAGMA application_id = 1397572913;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE bar (
            id INTEGER PRIMARY KEY, value TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
            at TEXT NOT NULL);
INSERT INTO "bar" VALUES(1,'{"confidence": 0.95, "provenance": "guess", "value": 0.85}','your choice','','2026-11-24T15:42:50+00:00');
CREATE TABLE class (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
            position INTEGER NOT NULL);
INSERT INTO "class" VALUES(1,'Clean','',1);
INSERT INTO "class" VALUES(2,'Crack','',2);
CREATE TABLE condition (id INTEGER PRIMARY KEY, text TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE embedding (
            sha256 TEXT NOT NULL, backbone TEXT NOT NULL, vector BLOB NOT NULL,
            PRIMARY KEY (sha256, backbone)) WITHOUT ROWID;
CREATE TABLE example (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sha256 TEXT NOT NULL,
            size INTEGER NOT NULL, modality TEXT NOT NULL, class_id INTEGER REFERENCES class (id),
            held_out INTEGER NOT NULL, trouble TEXT NOT NULL, added TEXT NOT NULL, belongs TEXT NOT NULL DEFAULT '', milliseconds INTEGER);
INSERT INTO "example" VALUES(1,'photos/0.png','0.png','0000000000000000000000000000000000000000000000000000000000000000',10,'photo',1,0,'','2026-11-24T15:42:50+00:00','turbine 14',NULL);
INSERT INTO "example" VALUES(2,'photos/1.png','1.png','0000000000000000000000000000000000000000000000000000000000000001',10,'photo',2,0,'','2026-11-24T15:42:50+00:00','',NULL);
INSERT INTO "example" VALUES(3,'photos/2.png','2.png','0000000000000000000000000000000000000000000000000000000000000002',10,'photo',2,0,'','2026-11-24T15:42:50+00:00','',NULL);
CREATE TABLE fact (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL, source TEXT NOT NULL,
            note TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "fact" VALUES(1,'who','"Three blade specialists"','guess','','2026-11-24T15:42:50+00:00');
CREATE TABLE journal (id INTEGER PRIMARY KEY, at TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE model (sha256 TEXT PRIMARY KEY, skeleton BLOB NOT NULL, parts TEXT NOT NULL);
CREATE TABLE model_part (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE project (
            id INTEGER PRIMARY KEY CHECK (id = 1), uid TEXT NOT NULL, name TEXT NOT NULL,
            organisation TEXT NOT NULL, created TEXT NOT NULL);
INSERT INTO "project" VALUES(1,'14c9b846b7d9461faa1d174ebec4c3a3','Blade inspection','Northlight Wind','2026-11-24T15:42:50+00:00');
CREATE TABLE reaction (
            id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session (id), at TEXT NOT NULL,
            outcome TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE record (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, created TEXT NOT NULL, fingerprint TEXT NOT NULL,
            payload TEXT NOT NULL);
CREATE TABLE run (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, created TEXT NOT NULL, settings TEXT NOT NULL,
            result TEXT NOT NULL, model_sha256 TEXT NOT NULL);
CREATE TABLE scenario (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE session (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, started TEXT NOT NULL, scenario TEXT NOT NULL,
            payload TEXT NOT NULL);
CREATE TABLE signoff (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
            at TEXT NOT NULL);
CREATE TABLE thumbnail (sha256 TEXT PRIMARY KEY, jpeg BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE undo_row (
            id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES undo_step (id),
            direction TEXT NOT NULL, tab TEXT NOT NULL, op TEXT NOT NULL, row_id INTEGER NOT NULL,
            old TEXT);
INSERT INTO "undo_row" VALUES(1,1,'undo','fact','insert',1,NULL);
INSERT INTO "undo_row" VALUES(2,2,'undo','class','insert',1,NULL);
INSERT INTO "undo_row" VALUES(3,2,'undo','class','insert',2,NULL);
INSERT INTO "undo_row" VALUES(4,2,'undo','example','insert',1,NULL);
INSERT INTO "undo_row" VALUES(5,2,'undo','example','insert',2,NULL);
INSERT INTO "undo_row" VALUES(6,2,'undo','example','insert',3,NULL);
INSERT INTO "undo_row" VALUES(7,3,'undo','bar','insert',1,NULL);
CREATE TABLE undo_step (
            id INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL, undone INTEGER NOT NULL);
INSERT INTO "undo_step" VALUES(1,'change who has the problem','2026-11-24T15:42:50+00:00',0);
INSERT INTO "undo_step" VALUES(2,'add 3 photos','2026-11-24T15:42:50+00:00',0);
INSERT INTO "undo_step" VALUES(3,'set the bar to 85%','2026-11-24T15:42:50+00:00',0);
CREATE INDEX example_class ON example (class_id);
CREATE INDEX example_sha256 ON example (sha256);
CREATE INDEX reaction_session ON reaction (session_id);
CREATE INDEX record_kind ON record (kind);
CREATE INDEX undo_row_step ON undo_row (step_id, direction);
COMMIT;
