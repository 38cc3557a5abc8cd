// What Swift's vectors cannot say in one instruction.
//
// The standard library's `addingProduct` is a loop over lanes, which the optimiser does not always put together again.
#ifndef HILLOCK_CVECTORMATH_H
#define HILLOCK_CVECTORMATH_H

#define HK_VECTOR(scalar, count, name)                                                          \
  typedef scalar hk_##name __attribute__((ext_vector_type(count)));                             \
  /* a · b + c, rounded once. */                                                                \
  static inline __attribute__((always_inline)) hk_##name hk_fma_##name(                         \
      hk_##name a, hk_##name b, hk_##name c) {                                                  \
    return __builtin_elementwise_fma(a, b, c);                                                  \
  }                                                                                             \
  /* Stores past the caches; `to` must be aligned to the vector's size. */                      \
  static inline __attribute__((always_inline)) void hk_stream_##name(hk_##name v, scalar *to) { \
    __builtin_nontemporal_store(v, (hk_##name *)to);                                            \
  }

HK_VECTOR(float, 8, float8)
HK_VECTOR(float, 16, float16)
HK_VECTOR(double, 8, double8)

#undef HK_VECTOR

// To be called after a series of streaming stores, before others may read what they wrote.
static inline __attribute__((always_inline)) void hk_stream_end(void) { __sync_synchronize(); }

#endif
