PRAGMA user_version = 6;
PRAGMA application_id = 1397572913;
BEGIN TRANSACTION;
CREATE TABLE answer (
        candidate TEXT NOT NULL, eval_case TEXT NOT NULL, trial INTEGER NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (candidate, eval_case, trial)) WITHOUT ROWID;
INSERT INTO "answer" VALUES('a','0417',0,'{"schema":0,"case":"0417","answer":"Sorry!"}');
CREATE TABLE bar (
            id INTEGER PRIMARY KEY, value TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
            at TEXT NOT NULL);
INSERT INTO "bar" VALUES(1,'{"confidence": 0.95, "provenance": "guess", "value": 0.85}','your choice','','2026-11-24T15:42:50+00:00');
CREATE TABLE candidate (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL, settings TEXT NOT NULL, created TEXT NOT NULL);
INSERT INTO "candidate" VALUES(1,'a','Prompt v3','file','{"schema":0}','2026-11-28T05:00:00+00:00');
CREATE TABLE class (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
            position INTEGER NOT NULL);
INSERT INTO "class" VALUES(1,'Clean','',1);
INSERT INTO "class" VALUES(2,'Crack','',2);
CREATE TABLE condition (id INTEGER PRIMARY KEY, text TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE embedding (
            sha256 TEXT NOT NULL, backbone TEXT NOT NULL, vector BLOB NOT NULL,
            PRIMARY KEY (sha256, backbone)) WITHOUT ROWID;
CREATE TABLE eval_case (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, input TEXT NOT NULL, expected TEXT,
        points TEXT NOT NULL, belongs TEXT NOT NULL, slice TEXT NOT NULL, held_out INTEGER NOT NULL,
        aside TEXT NOT NULL, seen INTEGER NOT NULL, added TEXT NOT NULL);
INSERT INTO "eval_case" VALUES(1,'0417','A lamp came cracked.',NULL,'{"schema":0,"must":["says sorry"],"must_not":[]}','','damaged',1,'',0,'2026-11-28T05:00:00+00:00');
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
CREATE TABLE grade (
        id INTEGER PRIMARY KEY, candidate TEXT NOT NULL, eval_case TEXT NOT NULL,
        trial INTEGER NOT NULL, rater TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
        harm INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL,
        UNIQUE (candidate, eval_case, trial, rater));
INSERT INTO "grade" VALUES(1,'a','0417',0,'Ana','good','',0,'','2026-11-28T05:00:00+00:00');
CREATE TABLE journal (id INTEGER PRIMARY KEY, at TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE model (sha256 TEXT PRIMARY KEY, skeleton BLOB NOT NULL, parts TEXT NOT NULL);
CREATE TABLE model_part (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE preference (
    id INTEGER PRIMARY KEY, eval_case TEXT NOT NULL, left_uid TEXT NOT NULL, right_uid TEXT NOT NULL,
    rater TEXT NOT NULL, liked TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "preference" VALUES(1,'0417','a','b','Ana','left','2026-11-30T05:00:00.000000+00:00');
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
INSERT INTO "run" VALUES(1,1,'2026-11-27T09:21:25+00:00','{"schema":0,"seed":7,"backbone":"efficientnet-lite0","data":"0000000000000000000000000000000000000000000000000000000000000000","examples":{"classes":["Clean","Crack"],"learn":{"aaaaaaaaaaaaaaaa":0},"test":{"bbbbbbbbbbbbbbbb":1}}}','{"schema":1,"n_test":2,"correct":1,"accuracy":{"value":0.5,"low":0.025320565519103604,"high":0.9746794344808964,"n":2},"baseline":{"value":0.5,"low":0.025320565519103604,"high":0.9746794344808964,"n":2},"baseline_class":"Clean","ece":0.375,"ece_by_chance":0.25,"log_loss":0.4904146265058631,"per_class":[{"name":"Clean","n":1,"found":1,"recall":{"value":1.0,"low":0.04999999999999999,"high":1.0,"n":1},"precision":{"value":0.5,"low":0.025320565519103604,"high":0.9746794344808964,"n":2}},{"name":"Crack","n":1,"found":0,"recall":{"value":0.0,"low":0.0,"high":0.95,"n":1},"precision":{"value":null,"low":null,"high":null,"n":0}}],"confusion":{"labels":["Clean","Crack"],"matrix":[[1,0],[1,0]]},"reliability":[{"said":0.625,"right":0.5,"low":0.025320565519103604,"high":0.9746794344808964,"n":2}],"coverage_risk":[{"threshold":0.0,"coverage":1.0,"accuracy":0.5,"n":2,"low":0.025320565519103604,"high":0.9746794344808964},{"threshold":0.5,"coverage":1.0,"accuracy":0.5,"n":2,"low":0.025320565519103604,"high":0.9746794344808964},{"threshold":0.55,"coverage":0.5,"accuracy":1.0,"n":1,"low":0.04999999999999999,"high":1.0},{"threshold":0.6,"coverage":0.5,"accuracy":1.0,"n":1,"low":0.04999999999999999,"high":1.0},{"threshold":0.65,"coverage":0.5,"accuracy":1.0,"n":1,"low":0.04999999999999999,"high":1.0},{"threshold":0.7,"coverage":0.5,"accuracy":1.0,"n":1,"low":0.04999999999999999,"high":1.0},{"threshold":0.75,"coverage":0.5,"accuracy":1.0,"n":1,"low":0.04999999999999999,"high":1.0},{"threshold":0.8,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null},{"threshold":0.85,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null},{"threshold":0.9,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null},{"threshold":0.95,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null},{"threshold":0.98,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null},{"threshold":0.99,"coverage":0.0,"accuracy":null,"n":0,"low":null,"high":null}],"predictions":[{"path":"photos/1.png","label":"Clean","probability":0.75,"probabilities":{"Clean":0.75,"Crack":0.25},"abstain":false,"why":"","truth":"Clean","out_of_distribution_score":0.0},{"path":"photos/2.png","label":"Clean","probability":0.5,"probabilities":{"Clean":0.5,"Crack":0.5},"abstain":false,"why":"","truth":"Crack","out_of_distribution_score":0.0}],"ood_auroc":null,"n_outliers":0,"unreadable":[],"notes":["The test has only 2 photos, so its numbers say little."],"seen_before":null,"n_train":4,"trained_on":{"Clean":2,"Crack":2},"log_loss_uncalibrated":null,"certificate":{"max_difference":0.0,"label_flips":0,"n":2},"seconds":{"embed":1.0,"fit":0.5,"total":1.5},"held_out":["photos/1.png","photos/2.png"],"settings":{"modality":"","backbone":"efficientnet-lite0","why_backbone":"","seed":null,"holdout":null,"heads":[],"C":null,"temperature":null,"out_of_distribution_threshold":null,"calibrated":false,"set_thresholds":{}},"model_sha256":"0000000000000000000000000000000000000000000000000000000000000000","model_bytes":null,"skipped":[],"gate":{"checks":[{"name":"copies","passed":true,"why":"None.","paths":[]}],"waived_by":""},"augmentation":null,"left_out":null,"latency":{"median":0.02,"p95":0.03,"n":40}}','0000000000000000000000000000000000000000000000000000000000000000');
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
CREATE INDEX grade_candidate ON grade (candidate);
COMMIT;
