extension Question {
  static let initialisation: [Question] = [
    Question(
      "initialisation-he", .initialisation,
      "Which variance has He initialisation for ReLU, with n inputs to a unit?",
      right: "2/n", wrong: ["1/n", "√2/n", "2/n²"],
      because:
        "For symmetric z, ReLU leaves half of the mean square, E[f(z)²] = E[z²]/2, and the factor 2 makes up for it. "
        + "1/n, LeCun's, would halve the mean square at every layer. √2 is the gain, a factor of the deviation.",
      see: .command("hillock show relu")),
    Question(
      "initialisation-all-the-same", .initialisation,
      "Every weight of a dense network without dropout starts at 0.1 and every bias at 0. What becomes of the units of a hidden layer?",
      right: "They stay copies of one another",
      wrong: [
        "They grow apart, as the examples differ", "They grow apart, as the targets differ",
        "They get no gradient at all",
      ],
      because:
        "Units that calculate the same and are used the same get the same gradient, for every example, so they take "
        + "the same steps. Differing examples do not help, as all units see all of them. The gradient need not be 0.",
      see: .formula("w₁ = w₂ and v₁ = v₂ ⇒ ∂J/∂w₁ = ∂J/∂w₂ and ∂J/∂v₁ = ∂J/∂v₂")),
    Question(
      "initialisation-born-dead", .initialisation,
      "Which ReLU network is most likely to be born dead, putting out the same for every input?",
      right: "20 layers of 2 units",
      wrong: ["2 layers of 20 units", "20 layers of 200 units", "2 layers of 200 units"],
      because:
        "It dies if all units of any one layer do. Narrow layers make that likely in each, and many layers give it "
        + "many chances. Depth alone is not the trouble: at 200 units no layer dies by chance.",
      see: .command("hillock preflight --data moons --hidden 2 --depth 20 --activation relu"), claim: "relu-collapse"),
    Question(
      "initialisation-or-function", .initialisation,
      "Two activations are compared in a deep network, both with initial weights made for ReLU. ReLU wins. What may one "
        + "conclude?",
      right: "Little about the functions: the start may have decided",
      wrong: [
        "That ReLU is better, as both had the same initial weights",
        "That ReLU is better, as initial weights are soon forgotten",
        "That the other one is better, given more epochs",
      ],
      because:
        "The same weights are not the same start: what keeps the variance for one function lets it shrink or grow "
        + "for another. Give each its own gain, then compare; what changes between the two is the initialisation's share.",
      see: .command("hillock list"), claim: "initialisation-or-function"),
  ]

  static let choosing: [Question] = [
    Question(
      "choosing-exact-zero", .choosing,
      "Which of these has a derivative of exactly 0 on a whole half-line?",
      right: "ReLU", wrong: ["ELU", "GELU", "Sigmoid"],
      because:
        "The other three come near to 0, but reach it nowhere on a stretch (in exact arithmetic; in Float they round "
        + "to it far out). So it is ReLU units that can be dead without any doubt, and the others that saturate.",
      see: .command("hillock plot relu elu gelu sigmoid --derivative -o slopes.svg")),
    Question(
      "choosing-not-monotonic", .choosing, "Which of these is not monotonic?",
      right: "Swish", wrong: ["ELU", "Leaky ReLU", "SELU", "Softplus"],
      because:
        "Swish falls until x ≈ −1.278 and rises from there. ELU and SELU are negative on the left too, but always "
        + "rise.",
      see: .command("hillock list"), claim: "swish-dip"),
    Question(
      "choosing-bounded", .choosing, "Which of these is bounded above and below?",
      right: "Tanh", wrong: ["ELU", "Mish", "Softplus"],
      because: "tanh stays between −1 and 1. ELU, Mish and softplus have a floor, but no ceiling.",
      see: .command("hillock list")),
    Question(
      "choosing-transformers", .choosing, "Which activation have the feed-forward layers of BERT and GPT-2?",
      right: "GELU", wrong: ["LiSHT", "SELU", "Tanh"],
      because:
        "BERT took it over from the first GPT, and GPT-2 has its tanh form. SELU's claim to fame are plain stacks without normalisation, "
        + "and transformers are neither plain nor without.",
      see: .command("hillock show gelu")),
    Question(
      "choosing-cost", .choosing,
      "ReLU takes 2 % of a training step. It is replaced by a function that takes three times as long. How much longer does "
        + "the step take?",
      right: "4 %", wrong: ["2 %", "6 %", "200 %"],
      because:
        "2 % become 6 %, and the rest stays: 104 % in all. Three times the cost of an element is not three times the "
        + "cost of a step. How large the share is depends on the layers and the kernels, so measure it.",
      see: .command("hillock bench kernels relu gelu --sizes 64Ki --threads 1"), claim: "cost-per-function"),
    Question(
      "choosing-three-seeds", .choosing,
      "Over three seeds each, Mish is 0.3 points better than Swish. Runs that differ in nothing but the seed scatter with a "
        + "standard deviation of 0.5 points. What may one conclude?",
      right: "Nothing yet",
      wrong: [
        "Mish is better", "The two are equivalent", "Mish is better with 95 % confidence",
      ],
      because: "The difference of two such means has a standard error of 0.5 · √(2/3) ≈ 0.41, more than the difference "
        + "itself. Nor is it proof of equivalence: a difference of 1 point would fit too. More seeds, paired, decide.",
      see: .page("Documentation/studies.md"), claim: "three-seeds-mislead"),
    Question(
      "choosing-one-rate", .choosing,
      "Ten activations are compared at the learning rate that was tuned for ReLU. Who has the advantage?",
      right: "ReLU", wrong: ["The smooth ones", "The bounded ones", "Nobody: all had the same rate"],
      because:
        "The best rate depends on the activation, and ReLU alone got its own. Equal settings are not equal chances; "
        + "an equal budget for tuning comes nearer to that.",
      see: .page("Documentation/studies.md")),
    Question(
      "choosing-nothing-beats-relu", .choosing,
      "Which of these statements on alternatives to ReLU does the evidence bear out?",
      right: "Some win in some settings, none in all",
      wrong: [
        "Smooth ones win in every setting", "The newest ones win in every setting", "None has ever won in any setting",
      ],
      because:
        "Reported gains change sign with data, depth, normalisation and tuning. But “no consistent winner” is not "
        + "“no winner”: on your own network one may be better, which is what a study is for.",
      see: .page("Documentation/studies.md"), claim: "nothing-beats-relu"),
    Question(
      "choosing-imagenet", .choosing,
      "By how much did top-1 accuracy on ImageNet rise when the authors of Swish put it in ReLU's place in Mobile NASNet-A?",
      right: "0.9 points", wrong: ["0.09 points", "9 points", "It fell by 0.6 points"],
      because:
        "0.9 points there, and 0.6 in Inception-ResNet-v2. These are two networks on one data set: a reason to try "
        + "it, not a figure to expect elsewhere.",
      see: .source("Ramachandran et al. 2017, arXiv:1710.05941"), claim: "imagenet"),
  ]
}
