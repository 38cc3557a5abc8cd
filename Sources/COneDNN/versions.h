// What differs between oneDNN's versions 2 and 3, for the files of this wall alone.
#ifndef HILLOCK_ONEDNN_VERSIONS_H
#define HILLOCK_ONEDNN_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "oneapi/dnnl/dnnl.h"

#define TRY(call)                          \
  do {                                     \
    dnnl_status_t status_ = (call);        \
    if (status_ != dnnl_success) return (int)status_; \
  } while (0)

typedef dnnl_memory_desc_t desc;

// In version 3 a descriptor is a handle that has to be freed, in version 2 a value that is passed by its address.
#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t desc_ref;
#define REF(d) (d)
static inline dnnl_status_t make_desc(desc *d, int n, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(d, n, dims, dnnl_f32, tag);
}
static inline void free_desc(desc *d) { dnnl_memory_desc_destroy(*d); }
#else
typedef const dnnl_memory_desc_t *desc_ref;
#define REF(d) (&(d))
static inline dnnl_status_t make_desc(desc *d, int n, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(d, n, dims, dnnl_f32, tag);
}
static inline void free_desc(desc *d) { (void)d; }
#endif

static inline size_t desc_size(desc_ref d) { return dnnl_memory_desc_get_size(d); }
static inline bool same(desc_ref a, desc_ref b) { return dnnl_memory_desc_equal(a, b); }
static inline desc_ref query(dnnl_primitive_desc_t pd, dnnl_query_t what) {
  return dnnl_primitive_desc_query_md(pd, what, 0);
}

#endif
