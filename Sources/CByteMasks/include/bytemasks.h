#ifndef BYTEMASKS_H
#define BYTEMASKS_H
#include <stdint.h>

// Comparing 64 bytes at a time. SSE2 is part of every x86-64; elsewhere the compiler vectorises the loop.
// Each function reads exactly 64 bytes at p (and q): the caller pads its buffer by 64.

#if defined(__x86_64__)
#include <emmintrin.h>
/// Bit i is set where byte i of the 64 at p equals a.
static inline __attribute__((always_inline)) uint64_t bytemasks_equal(const void *p, uint8_t a) {
    const __m128i va = _mm_set1_epi8((char)a);
    uint64_t r = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)p + i);
        r |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, va)) << (16 * i);
    }
    return r;
}
/// Bit i is set where byte i of the 64 at p equals a, b or c.
static inline __attribute__((always_inline)) uint64_t bytemasks_any(const void *p, uint8_t a, uint8_t b, uint8_t c) {
    const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b), vc = _mm_set1_epi8((char)c);
    uint64_t r = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)p + i);
        const __m128i m = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, va), _mm_cmpeq_epi8(x, vb)), _mm_cmpeq_epi8(x, vc));
        r |= (uint64_t)(uint32_t)_mm_movemask_epi8(m) << (16 * i);
    }
    return r;
}
/// Bit i is set where byte i of the 64 at p differs from that of the 64 at q.
static inline __attribute__((always_inline)) uint64_t bytemasks_different(const void *p, const void *q) {
    uint64_t r = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)p + i), y = _mm_loadu_si128((const __m128i *)q + i);
        r |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) << (16 * i);
    }
    return ~r;
}
/// Bit i is set where byte i of the 64 at p is 0 or above 127: all that plain ASCII text does not hold.
static inline __attribute__((always_inline)) uint64_t bytemasks_not_plain(const void *p) {
    const __m128i one = _mm_set1_epi8(1);
    uint64_t r = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)p + i);
        r |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(x, one)) << (16 * i);
    }
    return r;
}
#else
static inline uint64_t bytemasks_equal(const void *p, uint8_t a) {
    const uint8_t *q = (const uint8_t *)p;
    uint64_t r = 0;
    for (int i = 0; i < 64; i++) r |= (uint64_t)(q[i] == a) << i;
    return r;
}
static inline uint64_t bytemasks_any(const void *p, uint8_t a, uint8_t b, uint8_t c) {
    const uint8_t *q = (const uint8_t *)p;
    uint64_t r = 0;
    for (int i = 0; i < 64; i++) r |= (uint64_t)(q[i] == a || q[i] == b || q[i] == c) << i;
    return r;
}
static inline uint64_t bytemasks_different(const void *p, const void *q) {
    const uint8_t *a = (const uint8_t *)p, *b = (const uint8_t *)q;
    uint64_t r = 0;
    for (int i = 0; i < 64; i++) r |= (uint64_t)(a[i] != b[i]) << i;
    return r;
}
static inline uint64_t bytemasks_not_plain(const void *p) {
    const uint8_t *q = (const uint8_t *)p;
    uint64_t r = 0;
    for (int i = 0; i < 64; i++) r |= (uint64_t)((int8_t)q[i] < 1) << i;
    return r;
}
#endif

/// Bit i becomes the parity of bits 0...i: what lies inside quotes, the opening quote included.
static inline __attribute__((always_inline)) uint64_t bytemasks_prefix_xor(uint64_t x) {
    x ^= x << 1; x ^= x << 2; x ^= x << 4; x ^= x << 8; x ^= x << 16; x ^= x << 32;
    return x;
}
#endif
