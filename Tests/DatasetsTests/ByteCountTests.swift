import Datasets
import Testing

@Suite struct ByteCountTests {
  @Test func sizes() {
    let cases = [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_340, "1.3 kB"), (9_949, "9.9 kB"), (9_960, "10 kB"),
      (25_400, "25 kB"), (999_400, "999 kB"), (999_600, "1.0 MB"), (13_600_000, "14 MB"), (5_000_000_000, "5.0 GB"),
      (7_000_000_000_000_000, "7000 TB"),
    ]
    for (count, text) in cases { #expect(ByteCount.text(count) == text) }
  }
}
