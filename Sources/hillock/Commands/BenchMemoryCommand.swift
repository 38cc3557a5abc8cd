import Activations
import ArgumentParser
import Foundation
import Reports
import Studies

struct BenchMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Show what training keeps for the backward pass, activation by activation.",
    discussion: """
      Counted from the plan that a network is compiled to, in float32: what is alive while the loss is found, without the \
      batch and the parameters. dense: bytes for each element of dense 512 → activation → dense 10, batch 128. B, C and D: \
      the networks of 'hillock bench train' with that activation.
      """)

  @Argument(help: ArgumentHelp("Activations. (default: all)", valueName: "names"))
  var names: [String] = []
  @Option(
    help: ArgumentHelp("PyTorch's figures beside: what Benchmarks/Peers/memory.py --json wrote.", valueName: "file"))
  var peers: String?
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let activations = names.isEmpty ? Activation.all : try names.map { try Activation($0) }
      let figures = try activations.map { try MemoryFigures.of($0) }
      if json { return print(try JSONText.of(figures)) }
      let peers = try peers.map { try MemoryPeers.read($0) }
      var columns: [(String, Table.Alignment)] = [("activation", .left), ("keeps", .left), ("dense, B", .right)]
      if peers != nil { columns.append(("PyTorch", .right)) }
      for name in MemoryFigures.cases {
        columns.append(("\(name), kB", .right))
        if peers != nil { columns.append(("PyTorch", .right)) }
      }
      var table = Table(columns)
      for row in figures {
        let peer = peers?.activations[row.activation]
        var cells = [row.activation, row.keeps, String(format: "%.1f", row.denseBytesPerElement)]
        if peers != nil { cells.append(peer.map { String(format: "%.1f", $0.denseBytesPerElement) } ?? "–") }
        for name in MemoryFigures.cases {
          cells.append(String(format: "%.0f", Double(row.networks[name] ?? 0) / 1000))
          if peers != nil { cells.append(peer?.networks[name].map { String(format: "%.0f", $0.kept / 1000) } ?? "–") }
        }
        table.rows.append(cells)
      }
      print(table.text)
      if let peers { print("\nPyTorch \(peers.torch), counted with saved_tensors_hooks.") }
    }
  }
}
