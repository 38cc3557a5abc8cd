// A primitive together with its arguments, made once and run many times; for the files of this wall alone.
#ifndef HILLOCK_ONEDNN_CALLS_H
#define HILLOCK_ONEDNN_CALLS_H

#include <string.h>

#include "onednn_products.h"
#include "versions.h"

// A window in oneDNN's arrays of sizes. `gaps` is the distance of a kernel's neighbours less one.
typedef struct {
  dnnl_dims_t kernel, stride, gaps, before, after;
} hk_dims;

static inline hk_dims dims_of(const hk_window *w, const int64_t dilation[2]) {
  hk_dims d = {{0}, {0}, {0}, {0}, {0}};
  for (int i = 0; i < 2; i++) {
    d.kernel[i] = w->kernel[i];
    d.stride[i] = w->stride[i];
    d.gaps[i] = dilation[i] - 1;
    d.before[i] = w->before[i];
    d.after[i] = w->after[i];
  }
  return d;
}

typedef struct {
  dnnl_primitive_t primitive;
  dnnl_memory_t memories[4], scratchpad;
  dnnl_exec_arg_t arguments[5];
  int count;
} hk_call;

static inline void release_call(hk_call *c) {
  if (c->primitive) dnnl_primitive_destroy(c->primitive);
  for (int i = 0; i < 4; i++)
    if (c->memories[i]) dnnl_memory_destroy(c->memories[i]);
  if (c->scratchpad) dnnl_memory_destroy(c->scratchpad);
  memset(c, 0, sizeof *c);
}

// A primitive with its arguments; a null pointer lets oneDNN allocate.
static inline int make_call(
    dnnl_engine_t engine, hk_call *c, dnnl_primitive_desc_t pd, int n, const int *args, desc_ref *descs, float **arrays) {
  TRY(dnnl_primitive_create(&c->primitive, pd));
  for (int i = 0; i < n; i++) {
    TRY(dnnl_memory_create(&c->memories[i], descs[i], engine, arrays[i] ? arrays[i] : DNNL_MEMORY_ALLOCATE));
    c->arguments[i].arg = args[i];
    c->arguments[i].memory = c->memories[i];
  }
  TRY(dnnl_memory_create(&c->scratchpad, query(pd, dnnl_query_scratchpad_md), engine, DNNL_MEMORY_ALLOCATE));
  c->arguments[n].arg = DNNL_ARG_SCRATCHPAD;
  c->arguments[n].memory = c->scratchpad;
  c->count = n + 1;
  return 0;
}

static inline int run_call(dnnl_stream_t stream, hk_call *c) {
  return dnnl_primitive_execute(c->primitive, stream, c->count, c->arguments);
}

#endif
