// oneDNN's layers with weights, dense and convolutional: what a network's products are made of. The C interface differs
// between oneDNN's versions 2 and 3; nothing above this wall sees it.
//
// Every array is rows × channels, row after row (NHWC for images). Weights and their gradients live in the layout that
// oneDNN prefers; its size is asked for first, and it is reordered only to save and load.
#ifndef HILLOCK_ONEDNN_PRODUCTS_H
#define HILLOCK_ONEDNN_PRODUCTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where windows lie on an image: [0] is vertical, [1] horizontal.
typedef struct {
  int64_t kernel[2], stride[2], before[2], after[2];
} hk_window;

// Images in, images out. `dilation` is the distance between a kernel's neighbours, 1 for an ordinary one.
typedef struct {
  int64_t rows, height, width, inputs;
  int64_t out_height, out_width, outputs;
  int64_t dilation[2], groups;
  hk_window window;
} hk_convolution;

// A dense or a convolutional layer.
typedef struct hk_product hk_product;

// Where a layer's arrays are. They stay there for the layer's life. `input_gradient` may be null: it is then not computed.
typedef struct {
  float *input, *weights, *bias, *output;
  float *input_gradient, *weight_gradient, *output_gradient;
} hk_product_arrays;

// Y = X W + b with X rows × inputs and Y rows × outputs. 0, or oneDNN's status; `result` is set only on success.
int hk_dense_create(hk_product **result, int64_t rows, int64_t inputs, int64_t outputs, bool needs_input_gradient);
int hk_convolution_create(hk_product **result, const hk_convolution *shape, bool needs_input_gradient);
void hk_product_destroy(hk_product *product);

// Numbers (not bytes) that the weights take in their layout, padding included.
size_t hk_product_weight_count(const hk_product *product);

int hk_product_bind(hk_product *product, const hk_product_arrays *arrays);

int hk_product_forward(hk_product *product);
// The gradient by the weights, from input and output gradient.
int hk_product_backward_weights(hk_product *product);
// The gradient by the input, from the output gradient and the weights.
int hk_product_backward_input(hk_product *product);

// Between the layer's own layout and outputs × inputs (dense) or outputs × inputs/groups × height × width.
int hk_product_pack(const hk_product *product, const float *plain, float *own);
int hk_product_unpack(const hk_product *product, const float *own, float *plain);

// "2.6.3"; valid for ever.
const char *hk_onednn_version(void);

// Threads that oneDNN uses when it is called from this thread.
void hk_set_threads(int count);

#endif
