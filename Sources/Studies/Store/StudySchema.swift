internal import GRDB

/// The tables of a study's file. Migrations are only ever appended, and their names never change.
enum StudySchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 study, trials, epochs, layers, sessions") { db in
      // One row: a file holds one study.
      try db.execute(
        sql: """
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
          """)
    }
    return migrator
  }
}
