import Activations

/// Softmax and log-softmax work on rows, so they are not in the catalogue and their pages are written here.
enum SoftmaxPage {
  static let names = ["softmax", "log-softmax"]

  static func text(_ name: String, accuracy: MeasuredAccuracy?, cost: MeasuredCost?) -> String {
    let isLogarithmic = name == "log-softmax"
    return """
      # \(isLogarithmic ? "Log-softmax" : "Softmax")

      `\(isLogarithmic ? "f(x)ᵢ = xᵢ/T − ln Σⱼ e^(xⱼ/T)" : "f(x)ᵢ = e^(xᵢ/T) / Σⱼ e^(xⱼ/T)")`

      \(isLogarithmic
        ? "The logarithm of softmax, finite where softmax itself would be rounded to 0; what a cross-entropy loss needs."
        : "A distribution over the channels of a row. A small temperature T comes near to argmax, which has no useful "
          + "derivative; a large one near to the uniform distribution. Of two inputs (0, x) the second output is σ(x).")

      ```swift
      let f = try Softmax(temperature: 1, isLogarithmic: \(isLogarithmic))
      ```

      ## What is known

      - **∂fᵢ/∂xⱼ**: `\(isLogarithmic ? "(δᵢⱼ − softmax(x)ⱼ) / T" : "fᵢ (δᵢⱼ − fⱼ) / T")`
      - **Range**: `\(isLogarithmic ? "(-inf, 0]" : "(0, 1)")`\(isLogarithmic ? "" : "; the outputs add up to 1")
      - **Backward pass**: needs its output

      ## Parameters

      - **temperature**: `T`, 1e-30 to 1e30; default 1

      ## Accuracy

      \(FunctionFigures.accuracy(name, accuracy))

      ## Cost

      \(FunctionFigures.cost(name, cost))

      ## Source

      Bridle, J. S. (1990). Probabilistic interpretation of feedforward classification network outputs. \
      [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28)

      """
  }
}
