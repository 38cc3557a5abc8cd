#include <stdlib.h>

#include "calls.h"
#include "onednn_products.h"

struct hk_pooling {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_desc_t forward, backward;
  hk_call calls[2];
  bool is_maximum;
};

static int make_descs(hk_pooling *l, const hk_pooling_shape *p, desc *x, desc *y) {
  const dnnl_alg_kind_t kind = p->is_maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
  const hk_dims v = dims_of(&p->window, (const int64_t[]){1, 1});
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_pooling_forward_primitive_desc_create(
      &l->forward, l->engine, dnnl_forward_training, kind, *x, *y, v.stride, v.kernel, v.gaps, v.before, v.after,
      NULL));
  TRY(dnnl_pooling_backward_primitive_desc_create(
      &l->backward, l->engine, kind, *x, *y, v.stride, v.kernel, v.gaps, v.before, v.after, l->forward, NULL));
#else
  dnnl_pooling_desc_t op;
  TRY(dnnl_pooling_forward_desc_init(
      &op, dnnl_forward_training, kind, x, y, v.stride, v.kernel, v.before, v.after));
  TRY(dnnl_primitive_desc_create(&l->forward, &op, NULL, l->engine, NULL));
  TRY(dnnl_pooling_backward_desc_init(&op, kind, x, y, v.stride, v.kernel, v.before, v.after));
  TRY(dnnl_primitive_desc_create(&l->backward, &op, NULL, l->engine, l->forward));
#endif
  return 0;
}

int hk_pooling_create(hk_pooling **result, const hk_pooling_shape *p) {
  hk_pooling *l = calloc(1, sizeof *l);
  if (!l) return (int)dnnl_out_of_memory;
  l->is_maximum = p->is_maximum;
  dnnl_dims_t dx = {p->rows, p->channels, p->height, p->width};
  dnnl_dims_t dy = {p->rows, p->channels, p->out_height, p->out_width};
  desc x, y;
  int status = dnnl_engine_create(&l->engine, dnnl_cpu, 0);
  if (!status) status = dnnl_stream_create(&l->stream, l->engine, dnnl_stream_default_flags);
  if (!status) status = make_desc(&x, 4, dx, dnnl_nhwc) || make_desc(&y, 4, dy, dnnl_nhwc);
  if (!status) {
    status = make_descs(l, p, &x, &y);
    free_desc(&x), free_desc(&y);
  }
  if (status) {
    hk_pooling_destroy(l);
    return status;
  }
  *result = l;
  return 0;
}

void hk_pooling_destroy(hk_pooling *l) {
  if (!l) return;
  // The backward call only borrows the forward call's workspace: it stands in its arguments, not in its memories.
  for (int i = 0; i < 2; i++) release_call(&l->calls[i]);
  if (l->forward) dnnl_primitive_desc_destroy(l->forward);
  if (l->backward) dnnl_primitive_desc_destroy(l->backward);
  if (l->stream) dnnl_stream_destroy(l->stream);
  if (l->engine) dnnl_engine_destroy(l->engine);
  free(l);
}

int hk_pooling_bind(hk_pooling *l, float *input, float *output, float *input_gradient, float *output_gradient) {
  const int n = l->is_maximum ? 3 : 2;
  desc_ref x = query(l->forward, dnnl_query_src_md), y = query(l->forward, dnnl_query_dst_md);
  desc_ref w = query(l->forward, dnnl_query_workspace_md);
  {
    const int args[] = {DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WORKSPACE};
    desc_ref descs[] = {x, y, w};
    float *arrays[] = {input, output, NULL};
    TRY(make_call(l->engine, &l->calls[0], l->forward, n, args, descs, arrays));
  }
  if (!output_gradient || !input_gradient) return 0;
  const int args[] = {DNNL_ARG_DIFF_SRC, DNNL_ARG_DIFF_DST};
  desc_ref descs[] = {x, y};
  float *arrays[] = {input_gradient, output_gradient};
  TRY(make_call(l->engine, &l->calls[1], l->backward, 2, args, descs, arrays));
  if (l->is_maximum) {
    hk_call *c = &l->calls[1];
    c->arguments[c->count].arg = DNNL_ARG_WORKSPACE;
    c->arguments[c->count++].memory = l->calls[0].memories[2];
  }
  return 0;
}

int hk_pooling_forward(hk_pooling *l) { return run_call(l->stream, &l->calls[0]); }
int hk_pooling_backward(hk_pooling *l) { return run_call(l->stream, &l->calls[1]); }

size_t hk_pooling_workspace_bytes(const hk_pooling *l) {
  return l->is_maximum ? desc_size(query(l->forward, dnnl_query_workspace_md)) : 0;
}
