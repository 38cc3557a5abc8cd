// swift-tools-version: 6.2
import PackageDescription

/// A program of somebody else's that uses Hillock's activation functions, and nothing else of Hillock.
let package = Package(
  name: "ActivationDemo",
  dependencies: [.package(name: "Hillock", path: "../..")],
  targets: [
    .executableTarget(name: "ActivationDemo", dependencies: [.product(name: "Activations", package: "Hillock")])
  ]
)
