#define _GNU_SOURCE
#include "onednn_products.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "versions.h"

struct hk_product {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_desc_t forward, backward_weights, backward_input;
  hk_call calls[3];
  // Set where a backward pass wants the weights in another layout than the forward pass.
  dnnl_primitive_t weights_to_input, gradient_from_weights;
  dnnl_memory_t plain_weights, plain_gradient;
  // The plain layout of the weights.
  int dimensions;
  dnnl_dims_t sizes;
};

// What one layer's three primitives are made from. The bias's gradient, sums of columns, is the caller's: oneDNN 2.6 took
// three times as long for it as for a 3 × 3 convolution's weights of one channel. `b` is the forward pass's,
// `shape` is null for a dense layer.
typedef struct {
  desc x, w, b, y;
  const hk_convolution *shape;
  dnnl_primitive_attr_t attr;
  bool needs_input_gradient;
} hk_plan;

#if DNNL_VERSION_MAJOR >= 3
static int make_primitives(hk_product *l, hk_plan *p) {
  if (!p->shape) {
    TRY(dnnl_inner_product_forward_primitive_desc_create(
        &l->forward, l->engine, dnnl_forward_training, p->x, p->w, p->b, p->y, p->attr));
    TRY(dnnl_inner_product_backward_weights_primitive_desc_create(
        &l->backward_weights, l->engine, p->x, p->w, NULL, p->y, l->forward, p->attr));
    if (p->needs_input_gradient)
      TRY(dnnl_inner_product_backward_data_primitive_desc_create(
          &l->backward_input, l->engine, p->x, p->w, p->y, l->forward, p->attr));
    return 0;
  }
  const hk_dims v = dims_of(&p->shape->window, p->shape->dilation);
  const dnnl_alg_kind_t kind = dnnl_convolution_direct;
  TRY(dnnl_convolution_forward_primitive_desc_create(
      &l->forward, l->engine, dnnl_forward_training, kind, p->x, p->w, p->b, p->y, v.stride, v.gaps, v.before, v.after,
      p->attr));
  TRY(dnnl_convolution_backward_weights_primitive_desc_create(
      &l->backward_weights, l->engine, kind, p->x, p->w, NULL, p->y, v.stride, v.gaps, v.before, v.after, l->forward,
      p->attr));
  if (p->needs_input_gradient)
    TRY(dnnl_convolution_backward_data_primitive_desc_create(
        &l->backward_input, l->engine, kind, p->x, p->w, p->y, v.stride, v.gaps, v.before, v.after, l->forward,
        p->attr));
  return 0;
}
#else
static int make_primitives(hk_product *l, hk_plan *p) {
  dnnl_inner_product_desc_t dense;
  dnnl_convolution_desc_t convolution;
  const void *op = p->shape ? (const void *)&convolution : (const void *)&dense;
  const dnnl_alg_kind_t kind = dnnl_convolution_direct;
  const hk_dims v = p->shape ? dims_of(&p->shape->window, p->shape->dilation) : (hk_dims){0};

  if (p->shape)
    TRY(dnnl_dilated_convolution_forward_desc_init(
        &convolution, dnnl_forward_training, kind, &p->x, &p->w, &p->b, &p->y, v.stride, v.gaps, v.before, v.after));
  else
    TRY(dnnl_inner_product_forward_desc_init(&dense, dnnl_forward_training, &p->x, &p->w, &p->b, &p->y));
  TRY(dnnl_primitive_desc_create(&l->forward, op, p->attr, l->engine, NULL));

  if (p->shape)
    TRY(dnnl_dilated_convolution_backward_weights_desc_init(
        &convolution, kind, &p->x, &p->w, NULL, &p->y, v.stride, v.gaps, v.before, v.after));
  else
    TRY(dnnl_inner_product_backward_weights_desc_init(&dense, &p->x, &p->w, NULL, &p->y));
  TRY(dnnl_primitive_desc_create(&l->backward_weights, op, p->attr, l->engine, l->forward));

  if (!p->needs_input_gradient) return 0;
  if (p->shape)
    TRY(dnnl_dilated_convolution_backward_data_desc_init(
        &convolution, kind, &p->x, &p->w, &p->y, v.stride, v.gaps, v.before, v.after));
  else
    TRY(dnnl_inner_product_backward_data_desc_init(&dense, &p->x, &p->w, &p->y));
  return (int)dnnl_primitive_desc_create(&l->backward_input, op, p->attr, l->engine, l->forward);
}
#endif

static void release_descs(hk_product *l) {
  dnnl_primitive_desc_t *all[] = {&l->forward, &l->backward_weights, &l->backward_input};
  for (int i = 0; i < 3; i++) {
    if (*all[i]) dnnl_primitive_desc_destroy(*all[i]);
    *all[i] = NULL;
  }
}

static bool layouts_agree(const hk_product *l) {
  desc_ref w = query(l->forward, dnnl_query_weights_md);
  return same(w, query(l->backward_weights, dnnl_query_diff_weights_md)) &&
         (!l->backward_input || same(w, query(l->backward_input, dnnl_query_weights_md)));
}

static int start(hk_product **result, int dimensions, const int64_t *sizes) {
  hk_product *l = *result = calloc(1, sizeof *l);
  if (!l) return (int)dnnl_out_of_memory;
  l->dimensions = dimensions;
  for (int i = 0; i < dimensions; i++) l->sizes[i] = sizes[i];
  TRY(dnnl_engine_create(&l->engine, dnnl_cpu, 0));
  return (int)dnnl_stream_create(&l->stream, l->engine, dnnl_stream_default_flags);
}

// Hands over what was made, or undoes it.
static int deliver(hk_product **result, hk_product *l, int status) {
  if (status)
    hk_product_destroy(l);
  else
    *result = l;
  return status;
}

// The scratchpads are ours, so that nothing is allocated while a network trains.
static int make_attributes(dnnl_primitive_attr_t *attr) {
  TRY(dnnl_primitive_attr_create(attr));
  return (int)dnnl_primitive_attr_set_scratchpad_mode(*attr, dnnl_scratchpad_mode_user);
}

static void free_plan(hk_plan *p) {
  free_desc(&p->x), free_desc(&p->w), free_desc(&p->b), free_desc(&p->y);
}

// Input and output have `n` dimensions and one layout.
static int make_descs(
    hk_plan *p, int n, const dnnl_dims_t dx, dnnl_format_tag_t layout, int weight_n, const int64_t *dw,
    dnnl_format_tag_t weight_layout, const dnnl_dims_t db, const dnnl_dims_t dy) {
  TRY(make_desc(&p->x, n, dx, layout));
  TRY(make_desc(&p->w, weight_n, dw, weight_layout));
  TRY(make_desc(&p->b, 1, db, dnnl_a));
  return (int)make_desc(&p->y, n, dy, layout);
}

int hk_dense_create(hk_product **result, int64_t rows, int64_t inputs, int64_t outputs, bool needs_input_gradient) {
  hk_product *l;
  dnnl_dims_t dx = {rows, inputs}, dw = {outputs, inputs}, db = {outputs}, dy = {rows, outputs};
  hk_plan p = {.needs_input_gradient = needs_input_gradient};
  int status = start(&l, 2, dw);
  if (!status) status = make_attributes(&p.attr);
  // The layout that oneDNN prefers, if all passes agree on it. Where they do not (without AVX-512), the plain one for
  // all: it is as fast, and nothing has to be reordered between the passes.
  const dnnl_format_tag_t tags[] = {dnnl_format_tag_any, dnnl_ab};
  for (int i = 0; i < 2 && !status; i++) {
    release_descs(l);
    status = make_descs(&p, 2, dx, dnnl_ab, 2, dw, tags[i], db, dy);
    if (!status) {
      status = make_primitives(l, &p);
      free_plan(&p);
    }
    if (!status && layouts_agree(l)) break;
  }
  if (p.attr) dnnl_primitive_attr_destroy(p.attr);
  return deliver(result, l, status);
}

int hk_convolution_create(hk_product **result, const hk_convolution *c, bool needs_input_gradient) {
  hk_product *l;
  const int64_t g = c->groups;
  // oneDNN names channels before height and width; the tags say that they come last in memory.
  dnnl_dims_t dx = {c->rows, c->inputs, c->height, c->width}, db = {c->outputs};
  dnnl_dims_t dy = {c->rows, c->outputs, c->out_height, c->out_width};
  const int64_t *kernel = c->window.kernel;
  dnnl_dims_t one = {c->outputs, c->inputs, kernel[0], kernel[1]};
  dnnl_dims_t grouped = {g, c->outputs / g, c->inputs / g, kernel[0], kernel[1]};
  const int dimensions = g > 1 ? 5 : 4;
  const int64_t *dw = g > 1 ? grouped : one;
  hk_plan p = {.shape = c, .needs_input_gradient = needs_input_gradient};
  int status = start(&l, dimensions, dw);
  if (!status) status = make_attributes(&p.attr);
  // The passes may disagree on the weights' layout: they are few, and reordering them costs next to nothing.
  if (!status)
    status = make_descs(&p, 4, dx, dnnl_nhwc, dimensions, dw, dnnl_format_tag_any, db, dy);
  if (!status) {
    status = make_primitives(l, &p);
    free_plan(&p);
  }
  if (p.attr) dnnl_primitive_attr_destroy(p.attr);
  return deliver(result, l, status);
}

void hk_product_destroy(hk_product *l) {
  if (!l) return;
  for (int i = 0; i < 3; i++) release_call(&l->calls[i]);
  dnnl_primitive_t primitives[] = {l->weights_to_input, l->gradient_from_weights};
  dnnl_memory_t memories[] = {l->plain_weights, l->plain_gradient};
  for (int i = 0; i < 2; i++) {
    if (primitives[i]) dnnl_primitive_destroy(primitives[i]);
    if (memories[i]) dnnl_memory_destroy(memories[i]);
  }
  release_descs(l);
  if (l->stream) dnnl_stream_destroy(l->stream);
  if (l->engine) dnnl_engine_destroy(l->engine);
  free(l);
}

static desc_ref weights(const hk_product *l) { return query(l->forward, dnnl_query_weights_md); }

size_t hk_product_weight_count(const hk_product *l) { return desc_size(weights(l)) / sizeof(float); }

static int make_reorder(hk_product *l, dnnl_primitive_t *primitive, desc_ref from, desc_ref to) {
  dnnl_primitive_desc_t pd;
  TRY(dnnl_reorder_primitive_desc_create(&pd, from, l->engine, to, l->engine, NULL));
  int status = dnnl_primitive_create(primitive, pd);
  dnnl_primitive_desc_destroy(pd);
  return status;
}

int hk_product_bind(hk_product *l, const hk_product_arrays *a) {
  desc_ref w = weights(l);
  {
    const int args[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST};
    desc_ref descs[] = {
        query(l->forward, dnnl_query_src_md), w, dnnl_primitive_desc_query_md(l->forward, dnnl_query_weights_md, 1),
        query(l->forward, dnnl_query_dst_md)};
    float *arrays[] = {a->input, a->weights, a->bias, a->output};
    TRY(make_call(l->engine, &l->calls[0], l->forward, 4, args, descs, arrays));
  }
  {
    dnnl_primitive_desc_t pd = l->backward_weights;
    desc_ref own = query(pd, dnnl_query_diff_weights_md);
    bool differs = !same(own, w);
    const int args[] = {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS};
    desc_ref descs[] = {query(pd, dnnl_query_src_md), query(pd, dnnl_query_diff_dst_md), own};
    float *arrays[] = {a->input, a->output_gradient, differs ? NULL : a->weight_gradient};
    TRY(make_call(l->engine, &l->calls[1], pd, 3, args, descs, arrays));
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
    TRY(make_call(l->engine, &l->calls[2], pd, 3, args, descs, arrays));
    if (differs) {
      TRY(make_reorder(l, &l->weights_to_input, w, own));
      TRY(dnnl_memory_create(&l->plain_weights, w, l->engine, a->weights));
    }
  }
  return 0;
}

static int reorder(hk_product *l, dnnl_primitive_t primitive, dnnl_memory_t from, dnnl_memory_t to) {
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  return dnnl_primitive_execute(primitive, l->stream, 2, arguments);
}

int hk_product_forward(hk_product *l) { return run_call(l->stream, &l->calls[0]); }

int hk_product_backward_weights(hk_product *l) {
  TRY(run_call(l->stream, &l->calls[1]));
  if (l->gradient_from_weights)
    TRY(reorder(l, l->gradient_from_weights, l->calls[1].memories[2], l->plain_gradient));
  return 0;
}

int hk_product_backward_input(hk_product *l) {
  if (l->weights_to_input) TRY(reorder(l, l->weights_to_input, l->plain_weights, l->calls[2].memories[1]));
  return run_call(l->stream, &l->calls[2]);
}

static int copy(const hk_product *l, const float *from, bool from_plain, float *to) {
  desc plain;
  const dnnl_format_tag_t tags[] = {dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
  TRY(make_desc(&plain, l->dimensions, l->sizes, tags[l->dimensions - 2]));
  desc_ref blocked = weights(l), source = from_plain ? REF(plain) : blocked, target = from_plain ? blocked : REF(plain);
  dnnl_memory_t a = NULL, b = NULL;
  dnnl_primitive_t primitive = NULL;
  int status = dnnl_memory_create(&a, source, l->engine, (void *)from);
  if (!status) status = dnnl_memory_create(&b, target, l->engine, to);
  if (!status) status = make_reorder((hk_product *)l, &primitive, source, target);
  if (!status) status = reorder((hk_product *)l, primitive, a, b);
  if (!status) status = dnnl_stream_wait(l->stream);
  if (primitive) dnnl_primitive_destroy(primitive);
  if (a) dnnl_memory_destroy(a);
  if (b) dnnl_memory_destroy(b);
  free_desc(&plain);
  return status;
}

int hk_product_pack(const hk_product *l, const float *plain, float *blocked) { return copy(l, plain, true, blocked); }
int hk_product_unpack(const hk_product *l, const float *blocked, float *plain) { return copy(l, blocked, false, plain); }

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
