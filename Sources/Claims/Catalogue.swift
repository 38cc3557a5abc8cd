extension Claim {
  /// Every claim, in the order of the lecture: the one list from which commands, reports and tests are drawn.
  public static let all: [Claim] = [
    crossEntropyNeedsBothTerms, linearIsOneLayer, stepPassesNoGradient,
    sigmoidSaturates, sigmoidDerivativeQuarter, sigmoidGradientVanishes, sigmoidNotCentred, sigmoidNeedsScaledInputs,
    softmaxIdentities, softmaxTrainsArgmaxDoesNot, softmaxTemperature, softmaxGradientVanishes,
    tanhFasterThanSigmoid, tanhVanishes, tanhDerivativeShape,
    reluFaster, reluCheaper, reluUnitsDie, reluBlowsUp, reluCollapse, asymmetricInitialisation,
    leakyPreventsDeath, leakyGain, leakySlopeMatters,
    eluFasterThanReLU, eluMeanNearerZero, eluExponentialCosts, eluSlowerThanSwishSELU,
    preluSlopesByDepth, preluLearningHelps, preluLearnedValue, preluOverfits,
    seluSelfNormalises, seluNeedsLecun, alphaDropout,
    geluApproximations, geluApproximationsTrain, geluSlower, geluSlowerInEpochs, geluMNIST,
    swishDepth, swishDepthPlain, swishBatchSize, swishLearnedBeta, swishDip, imagenet,
    lishtBeatsSwish, mishBeatsSwish, mishDeeper, threeSeedsMislead,
    initialisationOrFunction, topLayerSaturates, heThirtyLayers, costPerFunction, nothingBeatsReLU,
  ]
}
