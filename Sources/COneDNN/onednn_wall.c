#define _GNU_SOURCE
#include "onednn_wall.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "versions.h"

typedef struct {
  dnnl_primitive_t primitive;
  dnnl_memory_t memories[4], scratchpad;
  dnnl_exec_arg_t arguments[5];
  int count;
} hk_call;

struct hk_dense {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_desc_t forward, backward_weights, backward_input;
  hk_call calls[3];
  // Set where a backward pass wants W in another layout than the forward pass.
  dnnl_primitive_t weights_to_input, gradient_from_weights;
  dnnl_memory_t other_weights, other_gradient, plain_weights, plain_gradient;
  int64_t rows, inputs, outputs;
};

static int make_primitives(
    hk_dense *l, desc *x, desc *w, desc *b, desc *y, dnnl_primitive_attr_t attr, bool needs_input_gradient) {
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_inner_product_forward_primitive_desc_create(
      &l->forward, l->engine, dnnl_forward_training, *x, *w, *b, *y, attr));
  TRY(dnnl_inner_product_backward_weights_primitive_desc_create(
      &l->backward_weights, l->engine, *x, *w, *b, *y, l->forward, attr));
  if (needs_input_gradient)
    TRY(dnnl_inner_product_backward_data_primitive_desc_create(
        &l->backward_input, l->engine, *x, *w, *y, l->forward, attr));
#else
  dnnl_inner_product_desc_t d;
  TRY(dnnl_inner_product_forward_desc_init(&d, dnnl_forward_training, x, w, b, y));
  TRY(dnnl_primitive_desc_create(&l->forward, &d, attr, l->engine, NULL));
  TRY(dnnl_inner_product_backward_weights_desc_init(&d, x, w, b, y));
  TRY(dnnl_primitive_desc_create(&l->backward_weights, &d, attr, l->engine, l->forward));
  if (needs_input_gradient) {
    TRY(dnnl_inner_product_backward_data_desc_init(&d, x, w, y));
    TRY(dnnl_primitive_desc_create(&l->backward_input, &d, attr, l->engine, l->forward));
  }
#endif
  return 0;
}

static void release_descs(hk_dense *l) {
  dnnl_primitive_desc_t *all[] = {&l->forward, &l->backward_weights, &l->backward_input};
  for (int i = 0; i < 3; i++) {
    if (*all[i]) dnnl_primitive_desc_destroy(*all[i]);
    *all[i] = NULL;
  }
}

static bool layouts_agree(const hk_dense *l) {
  desc_ref w = query(l->forward, dnnl_query_weights_md);
  return same(w, query(l->backward_weights, dnnl_query_diff_weights_md)) &&
         (!l->backward_input || same(w, query(l->backward_input, dnnl_query_weights_md)));
}

int hk_dense_create(hk_dense **result, int64_t rows, int64_t inputs, int64_t outputs, bool needs_input_gradient) {
  hk_dense *l = calloc(1, sizeof *l);
  if (!l) return (int)dnnl_out_of_memory;
  l->rows = rows;
  l->inputs = inputs;
  l->outputs = outputs;
  desc x, w, b, y;
  dnnl_dims_t dx = {rows, inputs}, dw = {outputs, inputs}, db = {outputs}, dy = {rows, outputs};
  dnnl_primitive_attr_t attr = NULL;
  int status = dnnl_engine_create(&l->engine, dnnl_cpu, 0);
  if (!status) status = dnnl_stream_create(&l->stream, l->engine, dnnl_stream_default_flags);
  if (!status) status = dnnl_primitive_attr_create(&attr);
  // The scratchpads are ours, so that nothing is allocated while a network trains.
  if (!status) status = dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
  // The layout that oneDNN prefers, if all passes agree on it. Where they do not (without AVX-512), the plain one for
  // all: it is as fast, and nothing has to be reordered between the passes.
  const dnnl_format_tag_t tags[] = {dnnl_format_tag_any, dnnl_ab};
  for (int i = 0; i < 2 && !status; i++) {
    release_descs(l);
    status = make_desc(&x, 2, dx, dnnl_ab) || make_desc(&w, 2, dw, tags[i]) || make_desc(&b, 1, db, dnnl_a) ||
             make_desc(&y, 2, dy, dnnl_ab);
    if (!status) status = make_primitives(l, &x, &w, &b, &y, attr, needs_input_gradient);
    free_desc(&x), free_desc(&w), free_desc(&b), free_desc(&y);
    if (!status && layouts_agree(l)) break;
  }
  if (attr) dnnl_primitive_attr_destroy(attr);
  if (status) {
    hk_dense_destroy(l);
    return status;
  }
  *result = l;
  return 0;
}

static void release_call(hk_call *c) {
  if (c->primitive) dnnl_primitive_destroy(c->primitive);
  for (int i = 0; i < 4; i++)
    if (c->memories[i]) dnnl_memory_destroy(c->memories[i]);
  if (c->scratchpad) dnnl_memory_destroy(c->scratchpad);
  memset(c, 0, sizeof *c);
}

void hk_dense_destroy(hk_dense *l) {
  if (!l) return;
  for (int i = 0; i < 3; i++) release_call(&l->calls[i]);
  dnnl_primitive_t primitives[] = {l->weights_to_input, l->gradient_from_weights};
  dnnl_memory_t memories[] = {l->other_weights, l->other_gradient, l->plain_weights, l->plain_gradient};
  for (int i = 0; i < 2; i++)
    if (primitives[i]) dnnl_primitive_destroy(primitives[i]);
  for (int i = 0; i < 4; i++)
    if (memories[i]) dnnl_memory_destroy(memories[i]);
  release_descs(l);
  if (l->stream) dnnl_stream_destroy(l->stream);
  if (l->engine) dnnl_engine_destroy(l->engine);
  free(l);
}

static desc_ref weights(const hk_dense *l) { return query(l->forward, dnnl_query_weights_md); }

size_t hk_dense_weight_count(const hk_dense *l) { return desc_size(weights(l)) / sizeof(float); }

// A primitive with its arguments; a null pointer lets oneDNN allocate.
static int make_call(
    hk_dense *l, hk_call *c, dnnl_primitive_desc_t pd, int n, const int *args, desc_ref *descs, float **arrays) {
  TRY(dnnl_primitive_create(&c->primitive, pd));
  for (int i = 0; i < n; i++) {
    TRY(dnnl_memory_create(&c->memories[i], descs[i], l->engine, arrays[i] ? arrays[i] : DNNL_MEMORY_ALLOCATE));
    c->arguments[i].arg = args[i];
    c->arguments[i].memory = c->memories[i];
  }
  TRY(dnnl_memory_create(&c->scratchpad, query(pd, dnnl_query_scratchpad_md), l->engine, DNNL_MEMORY_ALLOCATE));
  c->arguments[n].arg = DNNL_ARG_SCRATCHPAD;
  c->arguments[n].memory = c->scratchpad;
  c->count = n + 1;
  return 0;
}

static int make_reorder(hk_dense *l, dnnl_primitive_t *primitive, desc_ref from, desc_ref to) {
  dnnl_primitive_desc_t pd;
  TRY(dnnl_reorder_primitive_desc_create(&pd, from, l->engine, to, l->engine, NULL));
  int status = dnnl_primitive_create(primitive, pd);
  dnnl_primitive_desc_destroy(pd);
  return status;
}

int hk_dense_bind(hk_dense *l, const hk_dense_arrays *a) {
  desc_ref w = weights(l);
  {
    const int args[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST};
    desc_ref descs[] = {
        query(l->forward, dnnl_query_src_md), w, dnnl_primitive_desc_query_md(l->forward, dnnl_query_weights_md, 1),
        query(l->forward, dnnl_query_dst_md)};
    float *arrays[] = {a->input, a->weights, a->bias, a->output};
    TRY(make_call(l, &l->calls[0], l->forward, 4, args, descs, arrays));
  }
  {
    dnnl_primitive_desc_t pd = l->backward_weights;
    desc_ref own = query(pd, dnnl_query_diff_weights_md);
    bool differs = !same(own, w);
    const int args[] = {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS};
    desc_ref descs[] = {
        query(pd, dnnl_query_src_md), query(pd, dnnl_query_diff_dst_md), own,
        dnnl_primitive_desc_query_md(pd, dnnl_query_diff_weights_md, 1)};
    float *arrays[] = {a->input, a->output_gradient, differs ? NULL : a->weight_gradient, a->bias_gradient};
    TRY(make_call(l, &l->calls[1], pd, 4, args, descs, arrays));
    if (differs) {
      TRY(make_reorder(l, &l->gradient_from_weights, own, w));
      TRY(dnnl_memory_create(&l->plain_gradient, w, l->engine, a->weight_gradient));
    }
  }
  if (l->backward_input && a->input_gradient) {
    dnnl_primitive_desc_t pd = l->backward_input;
    desc_ref own = query(pd, dnnl_query_weights_md);
    bool differs = !same(own, w);
    const int args[] = {DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC};
    desc_ref descs[] = {query(pd, dnnl_query_diff_dst_md), own, query(pd, dnnl_query_diff_src_md)};
    float *arrays[] = {a->output_gradient, differs ? NULL : a->weights, a->input_gradient};
    TRY(make_call(l, &l->calls[2], pd, 3, args, descs, arrays));
    if (differs) {
      TRY(make_reorder(l, &l->weights_to_input, w, own));
      TRY(dnnl_memory_create(&l->plain_weights, w, l->engine, a->weights));
    }
  }
  return 0;
}

static int run(hk_dense *l, hk_call *c) {
  return dnnl_primitive_execute(c->primitive, l->stream, c->count, c->arguments);
}

static int reorder(hk_dense *l, dnnl_primitive_t primitive, dnnl_memory_t from, dnnl_memory_t to) {
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  return dnnl_primitive_execute(primitive, l->stream, 2, arguments);
}

int hk_dense_forward(hk_dense *l) { return run(l, &l->calls[0]); }

int hk_dense_backward_weights(hk_dense *l) {
  TRY(run(l, &l->calls[1]));
  if (l->gradient_from_weights)
    TRY(reorder(l, l->gradient_from_weights, l->calls[1].memories[2], l->plain_gradient));
  return 0;
}

int hk_dense_backward_input(hk_dense *l) {
  if (l->weights_to_input) TRY(reorder(l, l->weights_to_input, l->plain_weights, l->calls[2].memories[1]));
  return run(l, &l->calls[2]);
}

static int copy(const hk_dense *l, const float *from, bool from_plain, float *to) {
  desc plain;
  dnnl_dims_t dims = {l->outputs, l->inputs};
  TRY(make_desc(&plain, 2, dims, dnnl_ab));
  desc_ref blocked = weights(l), source = from_plain ? REF(plain) : blocked, target = from_plain ? blocked : REF(plain);
  dnnl_memory_t a = NULL, b = NULL;
  dnnl_primitive_t primitive = NULL;
  int status = dnnl_memory_create(&a, source, l->engine, (void *)from);
  if (!status) status = dnnl_memory_create(&b, target, l->engine, to);
  if (!status) status = make_reorder((hk_dense *)l, &primitive, source, target);
  if (!status) status = reorder((hk_dense *)l, primitive, a, b);
  if (!status) status = dnnl_stream_wait(l->stream);
  if (primitive) dnnl_primitive_destroy(primitive);
  if (a) dnnl_memory_destroy(a);
  if (b) dnnl_memory_destroy(b);
  free_desc(&plain);
  return status;
}

int hk_dense_pack(const hk_dense *l, const float *plain, float *blocked) { return copy(l, plain, true, blocked); }
int hk_dense_unpack(const hk_dense *l, const float *blocked, float *plain) { return copy(l, blocked, false, plain); }

const char *hk_onednn_version(void) {
  static char text[32];
  const dnnl_version_t *v = dnnl_version();
  snprintf(text, sizeof text, "%d.%d.%d", v->major, v->minor, v->patch);
  return text;
}

void hk_set_threads(int count) {
  // oneDNN's own threads are OpenMP's, whose setting is per calling thread. Looked up, as builds without OpenMP exist.
  static void (*set)(int);
  if (!set) set = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set) set(count);
}
