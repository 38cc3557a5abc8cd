internal import Activations

/// Papers that several claims go back to.
enum Papers {
  static let lecun = Citation(
    "LeCun, Y.; Bottou, L.; Orr, G.; Müller, K.-R.", 1998, "Efficient BackProp", "doi:10.1007/3-540-49430-8_2")
  static let glorotBengio = Citation(
    "Glorot, X.; Bengio, Y.", 2010, "Understanding the difficulty of training deep feedforward neural networks",
    "https://proceedings.mlr.press/v9/glorot10a.html")
  static let hochreiter = Citation(
    "Hochreiter, S.", 1998,
    "The vanishing gradient problem during learning recurrent neural nets and problem solutions",
    "doi:10.1142/S0218488598000094")
  static let glorotBordesBengio = Citation(
    "Glorot, X.; Bordes, A.; Bengio, Y.", 2011, "Deep sparse rectifier neural networks",
    "https://proceedings.mlr.press/v15/glorot11a.html")
  static let krizhevsky = Citation(
    "Krizhevsky, A.; Sutskever, I.; Hinton, G.", 2012,
    "ImageNet classification with deep convolutional neural networks",
    "doi:10.1145/3065386")
  static let maas = Citation(
    "Maas, A.; Hannun, A.; Ng, A.", 2013, "Rectifier nonlinearities improve neural network acoustic models",
    "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf")
  static let xu = Citation(
    "Xu, B.; Wang, N.; Chen, T.; Li, M.", 2015,
    "Empirical evaluation of rectified activations in convolutional network",
    "arXiv:1505.00853")
  static let he = Citation(
    "He, K.; Zhang, X.; Ren, S.; Sun, J.", 2015,
    "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification", "arXiv:1502.01852")
  static let clevert = Citation(
    "Clevert, D.-A.; Unterthiner, T.; Hochreiter, S.", 2016,
    "Fast and accurate deep network learning by exponential linear units (ELUs)", "arXiv:1511.07289")
  static let klambauer = Citation(
    "Klambauer, G.; Unterthiner, T.; Mayr, A.; Hochreiter, S.", 2017, "Self-normalizing neural networks",
    "arXiv:1706.02515")
  static let lu = Citation(
    "Lu, L.; Shin, Y.; Su, Y.; Karniadakis, G.", 2020, "Dying ReLU and initialization: theory and numerical examples",
    "arXiv:1903.06733")
  static let hendrycks = Citation(
    "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  static let ramachandran = Citation(
    "Ramachandran, P.; Zoph, B.; Le, Q.", 2017, "Searching for activation functions", "arXiv:1710.05941")
  static let swishFirst = Citation(
    "Ramachandran, P.; Zoph, B.; Le, Q.", 2017, "Swish: a self-gated activation function", "arXiv:1710.05941v1")
  static let roy = Citation(
    "Roy, S. K.; Manna, S.; Dubey, S. R.; Chaudhuri, B. B.", 2019,
    "LiSHT: non-parametric linearly scaled hyperbolic tangent activation function for neural networks",
    "arXiv:1901.05894")
  static let misra = Citation(
    "Misra, D.", 2019, "Mish: a self regularized non-monotonic activation function", "arXiv:1908.08681")
  static let schoenholz = Citation(
    "Schoenholz, S.; Gilmer, J.; Ganguli, S.; Sohl-Dickstein, J.", 2017, "Deep information propagation",
    "arXiv:1611.01232")
  static let bridle = Citation(
    "Bridle, J.", 1990,
    "Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition",
    "doi:10.1007/978-3-642-76153-9_28")
  static let saxe = Citation(
    "Saxe, A.; McClelland, J.; Ganguli, S.", 2014,
    "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", "arXiv:1312.6120")
  static let demsar = Citation(
    "Demšar, J.", 2006, "Statistical comparisons of classifiers over multiple data sets",
    "https://jmlr.org/papers/v7/demsar06a.html")
}
