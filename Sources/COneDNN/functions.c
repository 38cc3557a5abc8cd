#include "onednn_functions.h"

#include <stdlib.h>

#include "versions.h"

typedef struct {
  dnnl_primitive_desc_t desc;
  dnnl_primitive_t primitive;
  int count;
  dnnl_exec_arg_t arguments[3];
  const float *bound[3];
} hk_pass;

struct hk_function {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  hk_pass forward, backward;
};

// oneDNN's algorithm with its parameters, where version 3 wants others than version 2.
typedef struct {
  dnnl_alg_kind_t kind;
  float alpha, beta;
} hk_kind;

static hk_kind kind_of(hk_eltwise_algorithm algorithm, float alpha, float beta) {
  switch (algorithm) {
    case hk_eltwise_relu: return (hk_kind){dnnl_eltwise_relu, alpha, 0};
    case hk_eltwise_tanh: return (hk_kind){dnnl_eltwise_tanh, 0, 0};
    case hk_eltwise_elu: return (hk_kind){dnnl_eltwise_elu, alpha, 0};
    case hk_eltwise_logistic: return (hk_kind){dnnl_eltwise_logistic, 0, 0};
    case hk_eltwise_gelu_erf: return (hk_kind){dnnl_eltwise_gelu_erf, 0, 0};
    case hk_eltwise_gelu_tanh: return (hk_kind){dnnl_eltwise_gelu_tanh, 0, 0};
    case hk_eltwise_swish: return (hk_kind){dnnl_eltwise_swish, alpha, 0};
    case hk_eltwise_mish: return (hk_kind){dnnl_eltwise_mish, 0, 0};
    // A parameter since 2.7, ignored before.
    case hk_eltwise_softplus: return (hk_kind){dnnl_eltwise_soft_relu, 1, 0};
#if DNNL_VERSION_MAJOR >= 3
    case hk_eltwise_log_sigmoid: return (hk_kind){dnnl_eltwise_soft_relu, -1, 0};
#else
    case hk_eltwise_log_sigmoid: return (hk_kind){dnnl_eltwise_logsigmoid, 0, 0};
#endif
    // Version 2 has these numbers built in, and ignores them.
    case hk_eltwise_hard_swish: return (hk_kind){dnnl_eltwise_hardswish, 1.0f / 6, 0.5f};
#if DNNL_VERSION_MAJOR >= 3
    case hk_eltwise_hard_sigmoid: return (hk_kind){dnnl_eltwise_hardsigmoid, 1.0f / 6, 0.5f};
#else
    case hk_eltwise_hard_sigmoid: break;
#endif
    case hk_eltwise_clip: return (hk_kind){dnnl_eltwise_clip_v2, alpha, beta};
    case hk_eltwise_linear: return (hk_kind){dnnl_eltwise_linear, alpha, beta};
  }
  return (hk_kind){dnnl_alg_kind_undef, 0, 0};
}

bool hk_eltwise_exists(hk_eltwise_algorithm algorithm) {
  return kind_of(algorithm, 0, 0).kind != dnnl_alg_kind_undef;
}

static int describe_eltwise(hk_function *f, hk_kind k, desc *d) {
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_eltwise_forward_primitive_desc_create(
      &f->forward.desc, f->engine, dnnl_forward_training, k.kind, *d, *d, k.alpha, k.beta, NULL));
  TRY(dnnl_eltwise_backward_primitive_desc_create(
      &f->backward.desc, f->engine, k.kind, *d, *d, *d, k.alpha, k.beta, f->forward.desc, NULL));
#else
  dnnl_eltwise_desc_t op;
  TRY(dnnl_eltwise_forward_desc_init(&op, dnnl_forward_training, k.kind, d, k.alpha, k.beta));
  TRY(dnnl_primitive_desc_create(&f->forward.desc, &op, NULL, f->engine, NULL));
  TRY(dnnl_eltwise_backward_desc_init(&op, k.kind, d, d, k.alpha, k.beta));
  TRY(dnnl_primitive_desc_create(&f->backward.desc, &op, NULL, f->engine, f->forward.desc));
#endif
  return 0;
}

static int describe_softmax(hk_function *f, bool is_logarithmic, desc *d) {
  dnnl_alg_kind_t kind = is_logarithmic ? dnnl_softmax_log : dnnl_softmax_accurate;
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_softmax_forward_primitive_desc_create(
      &f->forward.desc, f->engine, dnnl_forward_training, kind, *d, *d, 1, NULL));
  TRY(dnnl_softmax_backward_primitive_desc_create(
      &f->backward.desc, f->engine, kind, *d, *d, *d, 1, f->forward.desc, NULL));
#else
  dnnl_softmax_v2_desc_t op;
  TRY(dnnl_softmax_v2_forward_desc_init(&op, dnnl_forward_training, kind, d, d, 1));
  TRY(dnnl_primitive_desc_create(&f->forward.desc, &op, NULL, f->engine, NULL));
  TRY(dnnl_softmax_v2_backward_desc_init(&op, kind, d, d, d, 1));
  TRY(dnnl_primitive_desc_create(&f->backward.desc, &op, NULL, f->engine, f->forward.desc));
#endif
  return 0;
}

static int prepare(hk_function *f, hk_pass *p, int count, const int *arguments, desc *d) {
  TRY(dnnl_primitive_create(&p->primitive, p->desc));
  for (int i = 0; i < count; i++) {
    p->arguments[i].arg = arguments[i];
    TRY(dnnl_memory_create(&p->arguments[i].memory, REF(*d), f->engine, DNNL_MEMORY_NONE));
    p->count = i + 1;
  }
  return 0;
}

static int start(hk_function **result) {
  hk_function *f = *result = calloc(1, sizeof *f);
  if (!f) return (int)dnnl_out_of_memory;
  TRY(dnnl_engine_create(&f->engine, dnnl_cpu, 0));
  return (int)dnnl_stream_create(&f->stream, f->engine, dnnl_stream_default_flags);
}

static int finish(hk_function *f, int needed, desc *d) {
  const int forward[] = {DNNL_ARG_SRC, DNNL_ARG_DST};
  const int backward[] = {needed, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC};
  int status = prepare(f, &f->forward, 2, forward, d);
  return status ? status : prepare(f, &f->backward, 3, backward, d);
}

// Hands over what was made, or undoes it.
static int deliver(hk_function **result, hk_function *f, int status) {
  if (status)
    hk_function_destroy(f);
  else
    *result = f;
  return status;
}

int hk_eltwise_create(hk_function **result, hk_eltwise_algorithm algorithm, float alpha, float beta, int64_t count) {
  hk_kind k = kind_of(algorithm, alpha, beta);
  if (k.kind == dnnl_alg_kind_undef) return (int)dnnl_unimplemented;
  desc d;
  dnnl_dims_t dims = {count};
  TRY(make_desc(&d, 1, dims, dnnl_a));
  hk_function *f;
  int status = start(&f);
  if (!status) status = describe_eltwise(f, k, &d);
  if (!status) status = finish(f, DNNL_ARG_SRC, &d);
  free_desc(&d);
  return deliver(result, f, status);
}

int hk_softmax_create(hk_function **result, bool is_logarithmic, int64_t rows, int64_t channels) {
  desc d;
  dnnl_dims_t dims = {rows, channels};
  TRY(make_desc(&d, 2, dims, dnnl_ab));
  hk_function *f;
  int status = start(&f);
  if (!status) status = describe_softmax(f, is_logarithmic, &d);
  if (!status) status = finish(f, DNNL_ARG_DST, &d);
  free_desc(&d);
  return deliver(result, f, status);
}

static void release(hk_pass *p) {
  if (p->primitive) dnnl_primitive_destroy(p->primitive);
  for (int i = 0; i < p->count; i++) dnnl_memory_destroy(p->arguments[i].memory);
  if (p->desc) dnnl_primitive_desc_destroy(p->desc);
}

void hk_function_destroy(hk_function *f) {
  if (!f) return;
  release(&f->forward);
  release(&f->backward);
  if (f->stream) dnnl_stream_destroy(f->stream);
  if (f->engine) dnnl_engine_destroy(f->engine);
  free(f);
}

// Arrays are bound anew only where they are others than at the call before.
static int run(hk_function *f, hk_pass *p, const float *const *arrays) {
  for (int i = 0; i < p->count; i++) {
    if (p->bound[i] == arrays[i]) continue;
    TRY(dnnl_memory_set_data_handle(p->arguments[i].memory, (void *)arrays[i]));
    p->bound[i] = arrays[i];
  }
  TRY(dnnl_primitive_execute(p->primitive, f->stream, p->count, p->arguments));
  return (int)dnnl_stream_wait(f->stream);
}

int hk_function_forward(hk_function *f, const float *x, float *y) {
  return run(f, &f->forward, (const float *const[]){x, y});
}

int hk_function_backward(hk_function *f, const float *needed, const float *upstream, float *dx) {
  return run(f, &f->backward, (const float *const[]){needed, upstream, dx});
}

static const char *implementation(const hk_pass *p) {
  const char *text = NULL;
  return dnnl_primitive_desc_query(p->desc, dnnl_query_impl_info_str, 0, &text) == dnnl_success && text ? text : "";
}

const char *hk_function_implementation(const hk_function *f) { return implementation(&f->forward); }
const char *hk_function_backward_implementation(const hk_function *f) { return implementation(&f->backward); }
