internal import GRDB

/// The tables of a study's file. Migrations are only ever appended, and their names never change.
enum StudySchema {
  /// The first version's, whose studies cannot be gone on with: a trial had no setting.
  static let first = "1 study, trials, epochs, layers, sessions"
  static let second = "2 plans, settings, swapped trials"
  static let third = "3 replicates, linear models, predictions"

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(first) { db in try db.execute(sql: firstTables) }
    migrator.registerMigration(second) { db in
      // Files of the first version that hold a study are refused before they come here; its tables are empty. Those of
      // epochs and layers stay as they are.
      try db.execute(sql: "DROP TABLE trial; DROP TABLE study; DROP TABLE session;")
      try db.execute(sql: secondTables)
    }
    migrator.registerMigration(third) { db in try db.execute(sql: thirdTables) }
    return migrator
  }

  private static let thirdTables = """
    CREATE TABLE trialWithReplicate (
      id INTEGER PRIMARY KEY,
      phase TEXT NOT NULL CHECK (phase IN ('tuning', 'final', 'swap', 'linear-tuning', 'linear')),
      setting INTEGER NOT NULL REFERENCES setting (id),
      activation TEXT NOT NULL,
      learningRate REAL NOT NULL CHECK (learningRate > 0),
      weightDecay REAL NOT NULL CHECK (weightDecay >= 0),
      dropout REAL NOT NULL CHECK (dropout >= 0 AND dropout < 1),
      -- Which examples: a split, the seed of a draw or of a training part, or 0.
      replicate INTEGER NOT NULL,
      seed TEXT NOT NULL,
      divergedInEpoch INTEGER CHECK (divergedInEpoch > 0),
      reason TEXT,
      validationScore REAL,
      validationLoss REAL,
      testScore REAL,
      testLoss REAL,
      constantScore REAL,
      millisecondsPerEpoch REAL NOT NULL,
      UNIQUE (phase, setting, activation, learningRate, weightDecay, dropout, replicate, seed),
      CHECK ((divergedInEpoch IS NULL) = (reason IS NULL))
    );
    INSERT INTO trialWithReplicate
      SELECT id, phase, setting, activation, learningRate, weightDecay, dropout, 0, seed, divergedInEpoch, reason,
        validationScore, validationLoss, testScore, testLoss, NULL, millisecondsPerEpoch FROM trial;
    DROP TABLE trial;
    ALTER TABLE trialWithReplicate RENAME TO trial;
    -- What the test examples of a replicate are, once for all of its trials.
    CREATE TABLE testPart (
      setting INTEGER NOT NULL REFERENCES setting (id),
      replicate INTEGER NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (setting, replicate)
    ) WITHOUT ROWID;
    -- What a final trial said of each of them.
    CREATE TABLE prediction (
      trial INTEGER PRIMARY KEY REFERENCES trial (id) ON DELETE CASCADE,
      content BLOB NOT NULL
    );
    """

  private static let secondTables = """
    -- Every plan that the study was run with, the last one in force: a study may grow, and says so.
    CREATE TABLE plan (
      id INTEGER PRIMARY KEY,
      content TEXT NOT NULL,
      environment TEXT NOT NULL,
      command TEXT NOT NULL,
      trialsBefore INTEGER NOT NULL CHECK (trialsBefore >= 0),
      created TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
    CREATE TABLE setting (
      id INTEGER PRIMARY KEY,
      identifier TEXT NOT NULL UNIQUE,
      content TEXT NOT NULL
    );
    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      phase TEXT NOT NULL CHECK (phase IN ('tuning', 'final', 'swap')),
      setting INTEGER NOT NULL REFERENCES setting (id),
      activation TEXT NOT NULL,
      learningRate REAL NOT NULL CHECK (learningRate > 0),
      weightDecay REAL NOT NULL CHECK (weightDecay >= 0),
      dropout REAL NOT NULL CHECK (dropout >= 0 AND dropout < 1),
      seed TEXT NOT NULL,
      divergedInEpoch INTEGER CHECK (divergedInEpoch > 0),
      reason TEXT,
      validationScore REAL,
      validationLoss REAL,
      testScore REAL,
      testLoss REAL,
      millisecondsPerEpoch REAL NOT NULL,
      UNIQUE (phase, setting, activation, learningRate, weightDecay, dropout, seed),
      CHECK ((divergedInEpoch IS NULL) = (reason IS NULL)),
      CHECK (divergedInEpoch IS NOT NULL OR validationScore IS NOT NULL)
    );
    -- Seconds by a clock that only goes forward, brought up to date with every trial.
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      started TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
      seconds REAL NOT NULL CHECK (seconds >= 0),
      trials INTEGER NOT NULL CHECK (trials >= 0)
    );
    """

  private static let firstTables = """
    CREATE TABLE study (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      plan TEXT NOT NULL,
      data TEXT NOT NULL,
      environment TEXT NOT NULL,
      created TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      phase TEXT NOT NULL CHECK (phase IN ('tuning', 'final')),
      activation TEXT NOT NULL,
      learningRate REAL NOT NULL CHECK (learningRate > 0),
      seed TEXT NOT NULL,
      divergedInEpoch INTEGER CHECK (divergedInEpoch > 0),
      validationScore REAL,
      validationLoss REAL,
      testScore REAL,
      testLoss REAL,
      millisecondsPerEpoch REAL NOT NULL,
      UNIQUE (phase, activation, learningRate, seed),
      CHECK (divergedInEpoch IS NOT NULL OR validationScore IS NOT NULL)
    );
    CREATE TABLE epoch (
      trial INTEGER NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL CHECK (epoch >= 0),
      trainLoss REAL,
      validationLoss REAL,
      validationScore REAL,
      PRIMARY KEY (trial, epoch)
    ) WITHOUT ROWID;
    CREATE TABLE layer (
      trial INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      layer INTEGER NOT NULL CHECK (layer >= 0),
      name TEXT NOT NULL,
      preActivationMean REAL,
      preActivationDeviation REAL,
      outputMean REAL,
      outputDeviation REAL,
      deadShare REAL CHECK (deadShare BETWEEN 0 AND 1),
      saturatedShare REAL CHECK (saturatedShare BETWEEN 0 AND 1),
      gradientNorm REAL,
      updateRatio REAL,
      PRIMARY KEY (trial, epoch, layer),
      FOREIGN KEY (trial, epoch) REFERENCES epoch (trial, epoch) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      started TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
      seconds REAL NOT NULL CHECK (seconds >= 0)
    );
    """
}
