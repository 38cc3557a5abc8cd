internal import Datasets

extension FuzzTarget {
  /// A table. The first byte says what to do with it (0 to 2), whether a column is named (4), and whether it is a `.gz` (8).
  static let csv = FuzzTarget(
    name: "csv",
    seeds: {
      let tables = [
        "a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n-1,.5,x\n1e3,0,y\n",
        "\u{FEFF}\"a\",\"b \"\"c\"\"\"\r\n1,2\r\n\r\n 3 ,\t4\r\n5,6.25",
        "x,y\n0x10,1\n1e-320,2\n123456789012345678901234567890,3\n0.1,4\n",
        "a,b,c,d,e\n1,2,3,4,inf\n1,2,3,4,nan\n", "a,b\n1,\"two\nlines\"\n2,\"three\"\n3,é\n",
      ]
      return tables.flatMap { [[0] + Array($0.utf8), [6] + Array($0.utf8)] }
        + [[9] + Archives.gzip(Array(tables[0].utf8))]
    },
    words: ["\"", "\"\"", "\r\n", "\u{FEFF}", "nan", "inf", "1e308", "-1e-45", "0x1p-3", "a,", "kind"],
    run: { input in
      guard let first = input.first else { return }
      let path = ScratchFile.write(Array(input.dropFirst()), named: first & 8 == 0 ? "table.csv" : "table.csv.gz")
      let task: Task? = [nil, .classification, .regression, nil][Int(first & 3)]
      useData(path, target: first & 4 == 0 ? nil : "a", task: task)
    }
  )
}
