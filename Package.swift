// swift-tools-version: 6.2
import PackageDescription

var strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Warnings are errors where HILLOCK_STRICT is set: in CI, but not for those who build with another compiler.
if Context.environment["HILLOCK_STRICT"] != nil {
  strict.append(.treatAllWarnings(as: .error))
}

/// Numerical code is optimised in debug builds too: unoptimised generic SIMD code is a hundred times slower.
let optimised: [SwiftSetting] = strict + [.unsafeFlags(["-O"])]

/// Loops over arrays, for one instruction set. The three builds of a group share their source files by symbolic links;
/// only the compiler flags differ, for the processor that they may assume.
func build(_ group: String, _ name: String, flags: [String], _ dependencies: [String]) -> Target {
  var settings = optimised + [.define(name.uppercased())]
  if !flags.isEmpty { settings.append(.unsafeFlags(flags.flatMap { ["-Xcc", $0] })) }
  return .target(
    name: group + name, dependencies: dependencies.map { .target(name: $0) }, path: "Sources/\(group)/\(name)",
    swiftSettings: settings)
}

func builds(_ group: String, _ dependencies: [String]) -> [Target] {
  #if arch(x86_64)
    // Gathering and scattering instructions take longer than loads and stores one by one on many processors with AVX-512,
    // gathering several times as long where microcode keeps it from leaking (Downfall, CVE-2022-40982).
    let builds: [(String, [String])] = [
      ("Baseline", []), ("V3", ["-march=x86-64-v3"]), ("V4", ["-march=x86-64-v4", "-mno-gather", "-mno-scatter"]),
    ]
  #else
    let builds: [(String, [String])] = [("Baseline", [])]
  #endif
  return builds.map { build(group, $0.0, flags: $0.1, dependencies) }
}

let activationKernels = builds(
  "ActivationKernels", ["CVectorMath", "VectorMath", "ActivationCatalogue", "ActivationKernelTables"])
let trainingKernels = builds("TrainingKernels", ["CVectorMath", "VectorMath", "TrainingKernelTables"])

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
]

/// `make docs` sets HILLOCK_DOCS; ordinary builds do not fetch what only it needs.
if Context.environment["HILLOCK_DOCS"] != nil {
  dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

let package = Package(
  name: "Hillock",
  products: [
    .library(name: "Activations", targets: ["Activations"]),
    .library(name: "NeuralNetworks", targets: ["NeuralNetworks", "Datasets", "Diagnostics"]),
    .executable(name: "hillock", targets: ["hillock"]),
  ],
  dependencies: dependencies,
  targets: activationKernels + trainingKernels + [
    .target(name: "CProcessor"),
    .target(name: "CVectorMath"),
    // The fallback of fused multiplication is libm's, which a program without Foundation does not link by itself.
    .target(
      name: "VectorMath", dependencies: ["CVectorMath"], swiftSettings: optimised, linkerSettings: [.linkedLibrary("m")]
    ),
    .target(name: "ActivationCatalogue", dependencies: ["VectorMath"], swiftSettings: optimised),
    .target(
      name: "ActivationKernelTables", dependencies: ["ActivationCatalogue"],
      path: "Sources/ActivationKernels/Tables", swiftSettings: optimised),
    .target(
      name: "Activations",
      dependencies: ["CProcessor", "VectorMath", "ActivationCatalogue", "ActivationKernelTables"]
        + activationKernels.map { .target(name: $0.name) },
      swiftSettings: optimised),
    .target(
      name: "TrainingKernelTables", path: "Sources/TrainingKernels/Tables", swiftSettings: optimised),
    .target(name: "Randomness", swiftSettings: optimised),
    .target(name: "Statistics", dependencies: ["Randomness"], swiftSettings: optimised),
    .target(name: "Quiz", dependencies: ["Randomness"], swiftSettings: strict),
    .target(name: "Accuracy", dependencies: ["Activations", "Randomness"], swiftSettings: optimised),
    .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
    .target(name: "OneDNN", dependencies: ["COneDNN"], swiftSettings: strict),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Datasets", dependencies: ["Randomness", "CZlib"], swiftSettings: strict),
    .target(name: "Downloads", dependencies: ["Datasets"], swiftSettings: strict),
    .target(name: "Safetensors", swiftSettings: strict),
    .target(
      name: "NeuralNetworks",
      dependencies: ["Activations", "OneDNN", "Datasets", "Randomness", "TrainingKernelTables"]
        + trainingKernels.map { .target(name: $0.name) },
      swiftSettings: optimised),
    .target(
      name: "Models",
      dependencies: [
        "NeuralNetworks", "Activations", "Datasets", "Safetensors", .product(name: "Yams", package: "Yams"),
      ], swiftSettings: strict),
    .target(
      name: "Diagnostics", dependencies: ["NeuralNetworks", "Activations", "Datasets", "Randomness", "Charts"],
      swiftSettings: optimised),
    .target(
      name: "Studies",
      dependencies: [
        "Models", "Diagnostics", "NeuralNetworks", "Activations", "Datasets", "Randomness", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(
      name: "Remedies",
      dependencies: ["Studies", "Models", "Diagnostics", "NeuralNetworks", "Activations", "Datasets", "Statistics"],
      swiftSettings: strict),
    .target(
      name: "Claims",
      dependencies: [
        "Studies", "Statistics", "Diagnostics", "NeuralNetworks", "Activations", "OneDNN", "Datasets", "Randomness",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(name: "Charts", dependencies: ["CZlib"], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Accuracy", "Claims", "Quiz", "Remedies", "Studies", "Statistics", "Diagnostics", "NeuralNetworks",
        "Activations", "Datasets",
        "Charts",
        .product(name: "Mustache", package: "swift-mustache"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "hillock",
      dependencies: [
        "Accuracy", "Activations", "NeuralNetworks", "OneDNN", "Datasets", "Downloads", "Models", "Diagnostics",
        "Studies", "Statistics", "Claims", "Remedies", "Quiz", "Charts", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .target(name: "TestSupport", dependencies: ["Accuracy"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"], swiftSettings: strict),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "Randomness"], swiftSettings: strict),
    .testTarget(name: "QuizTests", dependencies: ["Quiz", "Activations"], swiftSettings: strict),
    .testTarget(
      name: "ActivationsTests",
      dependencies: ["Accuracy", "Activations", "ActivationCatalogue", "VectorMath", "TestSupport"],
      swiftSettings: optimised),
    .testTarget(
      name: "TrainingKernelsTests",
      dependencies: ["Activations", "TrainingKernelTables", "Randomness"]
        + trainingKernels.map { .target(name: $0.name) },
      swiftSettings: optimised),
    .testTarget(name: "OneDNNTests", dependencies: ["OneDNN", "Activations"], swiftSettings: strict),
    .testTarget(name: "AccuracyTests", dependencies: ["Accuracy", "Activations"], swiftSettings: optimised),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Randomness", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "DownloadsTests", dependencies: ["Downloads", "Datasets", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "SafetensorsTests", dependencies: ["Safetensors", "Randomness", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts", "TestSupport"], exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Claims", "Quiz", "Remedies", "Studies", "Statistics", "NeuralNetworks", "Diagnostics",
        "Activations",
        "Datasets",
        "Charts", "TestSupport",
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ReadmeTests", dependencies: ["Activations", "Datasets", "NeuralNetworks"], swiftSettings: strict),
    .testTarget(
      name: "hillockTests",
      dependencies: [
        "hillock", "Claims", "Quiz", "Randomness", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Snapshots", "Allocations"],
      swiftSettings: strict),
    .testTarget(
      name: "DiagnosticsTests",
      dependencies: ["Diagnostics", "NeuralNetworks", "Activations", "Datasets", "Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Studies", "Statistics", "Models", "NeuralNetworks", "Diagnostics", "Datasets", "Activations", "Randomness",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "Studies", "Statistics", "Randomness", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ModelsTests",
      dependencies: [
        "Models", "NeuralNetworks", "Activations", "Datasets", "Safetensors", "Randomness", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RemediesTests",
      dependencies: ["Remedies", "Studies", "Diagnostics", "NeuralNetworks", "Activations", "Datasets"],
      swiftSettings: strict),
    .testTarget(
      name: "NeuralNetworksTests",
      dependencies: ["NeuralNetworks", "Activations", "Datasets", "Randomness", "TestSupport"], swiftSettings: strict),
  ]
)

/// Scripts/fuzz sets HILLOCK_FUZZ; ordinary builds have no such program, which only links with libFuzzer.
if Context.environment["HILLOCK_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "hillock-fuzz", dependencies: ["Datasets", "Models", "NeuralNetworks", "Safetensors"], path: "Fuzz",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
