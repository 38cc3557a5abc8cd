import Reports

extension Table {
  /// As a terminal shows it.
  var text: String { ruled(header: Terminal.bold) }
}
