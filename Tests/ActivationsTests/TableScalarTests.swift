import Accuracy
import ActivationCatalogue
import Activations
import Testing
import VectorMath

struct TableScalarTests {
  /// Every function in the catalogue in pieces, where it has those, within what is promised on AVX-512, and as it is written, for
  /// its parameters may be others, within what is promised on AVX2.
  @Test(arguments: [false, true]) func promises(inPieces: Bool) throws {
    var collector = Collector(inPieces: inPieces)
    Catalogue.visitAll(&collector)
    #expect(collector.candidates.count == Activation.all.count)
    for (name, candidate) in collector.candidates {
      let activation = try Activation(name)
      let found = try #require(SampledMeasurement.run(activation, [candidate(activation)])?.first)
      let promise = AccuracyPromise.float(activation, on: inPieces ? .v4 : .v3)
      #expect(found.keeps(promise), "\(name): \(found)")
    }
  }

  private struct Collector: ActivationVisitor {
    let inPieces: Bool
    let tables = Catalogue.pieceTables()
    var candidates: [(String, (Activation) -> Candidate<Float>)] = []

    mutating func visit<A: ActivationFunction>(_ function: A.Type) {
      let own = inPieces ? tables[candidates.count] : PieceTables()
      candidates.append(
        (
          A.facts.name,
          { activation in
            let values = activation.parameterValues
            let p = Parameters(TableScalar(number: values[0]), TableScalar(number: values[1]))
            return Candidate(
              name: "tables",
              forward: { x, y, count in
                for i in 0..<count {
                  let x = TableScalar(number: x[i])
                  y[i] = (piece(x, A.pieces(for: .value), own.value) ?? A.value(x, p)).number
                }
              },
              derivative: { x, y, count in
                for i in 0..<count {
                  let x = TableScalar(number: x[i])
                  y[i] = (piece(x, A.pieces(for: .derivative), own.derivative) ?? A.derivative(x, p)).number
                }
              })
          }
        ))
    }
  }
}

/// The piece's result, unless x is beyond the pieces.
private func piece(_ x: TableScalar, _ form: PieceForm?, _ table: UnsafePointer<PieceTable>?) -> TableScalar? {
  guard let form, let table, !(form.reach(x).number > Float(form.grid.bound)) else { return nil }
  return form(x, table.pointee)
}
