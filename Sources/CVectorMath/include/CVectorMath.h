// What Swift's vectors cannot say in one instruction.
//
// The standard library's `addingProduct` is a loop over lanes, which the optimiser does not always put together again.
#ifndef HILLOCK_CVECTORMATH_H
#define HILLOCK_CVECTORMATH_H

#include <stddef.h>

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

// The lanes whose bits are the smaller whole number. (In Swift it would become a comparison of numbers and a choice.)
#define HK_SMALLER_BITS(count)                                                                          \
  static inline __attribute__((always_inline)) hk_float##count hk_smaller_bits_float##count(            \
      hk_float##count a, hk_float##count b) {                                                           \
    typedef unsigned bits __attribute__((ext_vector_type(count)));                                      \
    return (hk_float##count)__builtin_elementwise_min((bits)a, (bits)b);                                \
  }

HK_SMALLER_BITS(8)
HK_SMALLER_BITS(16)

#ifdef __AVX512F__
// The lanes of `table` that the last four bits of each lane of `places` name.
static inline __attribute__((always_inline)) hk_float16 hk_pick_float16(hk_float16 table, hk_float16 places) {
  typedef float numbers __attribute__((vector_size(64)));
  typedef int bits __attribute__((vector_size(64)));
  return (hk_float16)__builtin_ia32_permvarsf512((numbers)table, (bits)places);
}

// The same from two tables, with five bits.
static inline __attribute__((always_inline)) hk_float16 hk_pick2_float16(
    hk_float16 low, hk_float16 high, hk_float16 places) {
  typedef float numbers __attribute__((vector_size(64)));
  typedef int bits __attribute__((vector_size(64)));
  return (hk_float16)__builtin_ia32_vpermi2varps512((numbers)low, (bits)places, (numbers)high);
}

// Which lanes of a are greater than those of b; not those that are NaN.
static inline __attribute__((always_inline)) unsigned short hk_greater_float16(hk_float16 a, hk_float16 b) {
  typedef float numbers __attribute__((vector_size(64)));
  return (unsigned short)__builtin_ia32_cmpps512_mask((numbers)a, (numbers)b, 30, (unsigned short)-1, 4);
}

// Stores the lanes whose bits are set.
static inline __attribute__((always_inline)) void hk_store_where_float16(
    hk_float16 v, float *to, unsigned short lanes) {
  typedef float numbers __attribute__((vector_size(64)));
  __builtin_ia32_storeups512_mask(to, (numbers)v, lanes);
}
#endif

// 8 rows of 8 numbers at `from` as 8 columns; `step` is the distance from row to row, in numbers.
static inline __attribute__((always_inline)) void hk_columns_float8(
    const float *from, ptrdiff_t step, hk_float8 columns[8]) {
  typedef hk_float8 unaligned __attribute__((aligned(4)));
  hk_float8 a[8], b[8];
  for (int i = 0; i < 8; i++) a[i] = *(const unaligned *)(from + i * step);
  // Pairs of rows: numbers, then pairs of numbers, then halves.
  for (int i = 0; i < 8; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = i; j < i + 2; j++) {
      a[j] = __builtin_shufflevector(b[j], b[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[j + 2] = __builtin_shufflevector(b[j], b[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    columns[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    columns[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Turns 8 × 8 numbers about their diagonal.
static inline __attribute__((always_inline)) void hk_transpose_float8(
    const float *from, ptrdiff_t from_step, float *to, ptrdiff_t to_step) {
  typedef hk_float8 unaligned __attribute__((aligned(4)));
  hk_float8 columns[8];
  hk_columns_float8(from, from_step, columns);
  for (int i = 0; i < 8; i++) *(unaligned *)(to + i * to_step) = columns[i];
}

// The same of 16 rows. Each column is stored at once: to load 16 numbers that were stored as twice 8, a processor waits
// until those have left for the cache.
static inline __attribute__((always_inline)) void hk_transpose_float16x8(
    const float *from, ptrdiff_t from_step, float *to, ptrdiff_t to_step) {
  typedef hk_float16 unaligned __attribute__((aligned(4)));
  hk_float8 a[8], b[8];
  hk_columns_float8(from, from_step, a);
  hk_columns_float8(from + 8 * from_step, from_step, b);
  for (int i = 0; i < 8; i++)
    *(unaligned *)(to + i * to_step) =
        __builtin_shufflevector(a[i], b[i], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

// Asks for the line of memory at `from`, which may be anywhere.
static inline __attribute__((always_inline)) void hk_prefetch(const void *from) { __builtin_prefetch(from); }

// To be called after a series of streaming stores, before others may read what they wrote.
static inline __attribute__((always_inline)) void hk_stream_end(void) { __sync_synchronize(); }

#endif
