// oneDNN's functions of arrays: activations element by element, and softmax over rows.
#ifndef HILLOCK_ONEDNN_FUNCTIONS_H
#define HILLOCK_ONEDNN_FUNCTIONS_H

#include <stdbool.h>
#include <stdint.h>

// Those that have a counterpart among our activations. What alpha and beta mean is said where they mean anything.
typedef enum {
  hk_eltwise_relu,  // alpha: slope of the negative side
  hk_eltwise_tanh,
  hk_eltwise_elu,  // alpha: scale of the negative side
  hk_eltwise_logistic,
  hk_eltwise_gelu_erf,
  hk_eltwise_gelu_tanh,
  hk_eltwise_swish,  // alpha: factor of the sigmoid's argument
  hk_eltwise_mish,
  hk_eltwise_softplus,
  hk_eltwise_log_sigmoid,
  hk_eltwise_hard_swish,
  hk_eltwise_hard_sigmoid,
  hk_eltwise_clip,    // alpha, beta: the bounds; the derivative is 0 at both
  hk_eltwise_linear,  // alpha x + beta
} hk_eltwise_algorithm;

// Whether the oneDNN that this was built with has it.
bool hk_eltwise_exists(hk_eltwise_algorithm algorithm);

// A function prepared for one shape. The arrays are given at each call.
typedef struct hk_function hk_function;

// 0, or oneDNN's status; `result` is set only on success.
int hk_eltwise_create(hk_function **result, hk_eltwise_algorithm algorithm, float alpha, float beta, int64_t count);
// Over the channels of rows × channels.
int hk_softmax_create(hk_function **result, bool is_logarithmic, int64_t rows, int64_t channels);
void hk_function_destroy(hk_function *function);

// y = f(x)
int hk_function_forward(hk_function *function, const float *x, float *y);
// dx from the upstream gradient and from what the backward pass needs: x element by element, y for softmax.
int hk_function_backward(hk_function *function, const float *needed, const float *upstream, float *dx);

// The implementation that oneDNN chose: "jit:avx512_common", "ref:any". Valid while the function lives.
const char *hk_function_implementation(const hk_function *function);
const char *hk_function_backward_implementation(const hk_function *function);

#endif
