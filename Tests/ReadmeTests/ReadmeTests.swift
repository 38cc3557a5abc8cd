import Activations
import Datasets
import Foundation
import NeuralNetworks
import Testing

/// The README's examples, compiled and run. `textIsTheReadmes` keeps both the same.
@Suite struct ReadmeTests {
  @Test func activations() throws {
    // begin
    let gelu = try Activation("gelu")
    print(gelu.value(-6.0 as Float))  // -5.919526e-09: no tail loses its digits
    print(gelu.derivative(0.5))  // f′ in Double
    print(gelu.gain)  // 1 / √E[f(z)²], for initial weights

    let x: [Float] = [-2, -1, 0, 1, 2]
    let y = gelu.apply(to: x)
    let gradient: [Float] = [1, 0.5, 0, -0.5, -1]
    let dx = try gelu.backward(x, upstream: gradient)  // gᵢ · f′(xᵢ)
    let (value, slope) = gelu.valueAndDerivative(of: x)  // both in one sweep, the cheapest where both are needed
    let same = try Activation.backward(derivative: slope, upstream: gradient)  // dx again

    var z = x
    gelu.apply(inPlace: &z)
    var span = z.mutableSpan  // spans and unsafe buffers: nothing is allocated or copied
    try Activation("swish(beta: 1.5)").apply(to: x.span, into: &span, threads: .one)

    let p = try Softmax.standard.apply(to: [1, 2, 3, 3, 2, 1] as [Float], channels: 3)
    let likeliest = argmax(p[..<3])
    // end
    #expect(abs(gelu.value(-6.0 as Float) / -5.9195e-09 - 1) < 1e-4)
    #expect(value == y && slope[2] == 0.5 && dx[0] == slope[0])
    #expect(zip(same, dx).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(z[0] == (try Activation("swish(beta: 1.5)").value(x[0])))
    #expect(likeliest == 2)
  }

  @Test func networks() throws {
    // begin
    let data = try Dataset.load("moons").prepared()
    let network = Network.dense(
      inputShape: data.inputShape, hidden: [16, 16], outputs: data.outputCount, activation: try Activation("mish"))
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: 1)
    for epoch in 1...10 {
      _ = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: 0.05)
    }
    let metrics = try trainer.evaluate(data.test)  // loss, and accuracy as `score`
    // end
    #expect(metrics.score > 0.95)
  }

  @Test func networksLayerByLayer() throws {
    // begin
    let silu = try Activation("silu")
    let network = Network(inputShape: [32, 32, 3]) {
      Layer.conv2D(channels: 16)
      Layer.batchNorm()
      silu
      Layer.residual {
        Layer.conv2D(channels: 32, window: Window(3, stride: 2))
        silu
      }
      Layer.globalAveragePool
      Layer.dense(units: 10)
    }
    print(network)  // layers, shapes, parameters, memory
    // end
    #expect(try network.shapes().last?.sizes == [10])
    #expect(network.parameterCount == 448 + 32 + 4640 + 544 + 330)
  }

  @Test func textIsTheReadmes() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let own = try String(contentsOf: here, encoding: .utf8)
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    }
    let blocks = readme.components(separatedBy: "```swift\n").dropFirst().map {
      lines($0.components(separatedBy: "```")[0])
    }
    let mine = own.components(separatedBy: "// begin\n").dropFirst().map {
      lines($0.components(separatedBy: "// end")[0])
    }
    #expect(blocks.count == 2)
    let guide = try String(contentsOf: root.appendingPathComponent("Documentation/training.md"), encoding: .utf8)
      .components(separatedBy: "```swift\n").dropFirst().map { lines($0.components(separatedBy: "```")[0]) }
    #expect(guide == Array(mine.dropFirst(2).prefix(1)))
    #expect(blocks == Array(mine.prefix(2)))
    // The reference opens with the same example.
    let page = root.appendingPathComponent("Sources/Activations/Activations.docc/Activations.md")
    let opening = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst()
    #expect(opening.map { lines($0.components(separatedBy: "```")[0]) } == Array(mine.prefix(1)))
  }
}
