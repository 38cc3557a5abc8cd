/// Something to be done with every activation function: generic code that is specialised for each.
public protocol ActivationVisitor {
  mutating func visit<A: ActivationFunction>(_ activation: A.Type)
}

/// The list of all activation functions, in the order in which they are taught. Kernels, names, charts, tests,
/// benchmarks and studies are all derived from it.
public enum Catalogue {
  @inlinable @inline(__always)
  public static func visitAll<Visitor: ActivationVisitor>(_ visitor: inout Visitor) {
    visitor.visit(BinaryStep.self)
    visitor.visit(Linear.self)
    visitor.visit(Sigmoid.self)
    visitor.visit(Tanh.self)
    visitor.visit(ReLU.self)
    visitor.visit(LeakyReLU.self)
    visitor.visit(PReLU.self)
    visitor.visit(ELU.self)
    visitor.visit(SELU.self)
    visitor.visit(GELU.self)
    visitor.visit(GELUTanh.self)
    visitor.visit(GELUSigmoid.self)
    visitor.visit(Swish.self)
    visitor.visit(LiSHT.self)
    visitor.visit(Mish.self)
    visitor.visit(Softplus.self)
    visitor.visit(HardSigmoid.self)
    visitor.visit(HardTanh.self)
    visitor.visit(HardSwish.self)
    visitor.visit(ReLU6.self)
    visitor.visit(CELU.self)
    visitor.visit(Softsign.self)
    visitor.visit(SquaredReLU.self)
    visitor.visit(LogSigmoid.self)
  }
}
