// The one place that knows oneDNN's C interface, which differs between its versions 2 and 3.
//
// A dense layer is Y = X W + b with X rows × inputs, Y rows × outputs, both row after row. W and ∂J/∂W live in the
// layout that oneDNN prefers ("blocked"); its size is asked for first, and it is reordered only to save and load.
#ifndef HILLOCK_ONEDNN_WALL_H
#define HILLOCK_ONEDNN_WALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hk_dense hk_dense;

// Where a layer's arrays are. They stay there for the layer's life. `input_gradient` may be null: it is then not computed.
typedef struct {
  float *input, *weights, *bias, *output;
  float *input_gradient, *weight_gradient, *bias_gradient, *output_gradient;
} hk_dense_arrays;

// 0, or oneDNN's status; `result` is set only on success.
int hk_dense_create(hk_dense **result, int64_t rows, int64_t inputs, int64_t outputs, bool needs_input_gradient);
void hk_dense_destroy(hk_dense *layer);

// Numbers (not bytes) that W takes in the blocked layout, padding included.
size_t hk_dense_weight_count(const hk_dense *layer);

int hk_dense_bind(hk_dense *layer, const hk_dense_arrays *arrays);

// Y = X W + b
int hk_dense_forward(hk_dense *layer);
// ∂J/∂W and ∂J/∂b from X and ∂J/∂Y
int hk_dense_backward_weights(hk_dense *layer);
// ∂J/∂X from ∂J/∂Y and W
int hk_dense_backward_input(hk_dense *layer);

// Between the blocked layout and outputs × inputs, one output's weights after the other's.
int hk_dense_pack(const hk_dense *layer, const float *plain, float *blocked);
int hk_dense_unpack(const hk_dense *layer, const float *blocked, float *plain);

// "2.6.3"; valid for ever.
const char *hk_onednn_version(void);

// Threads that oneDNN uses when it is called from this thread.
void hk_set_threads(int count);

#endif
