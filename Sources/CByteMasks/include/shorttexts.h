#ifndef SHORTTEXTS_H
#define SHORTTEXTS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Texts of at most 32 bytes (nearly all cells are) handled at once: no loop, so no branch that a length mispredicts.
//
// Each function looks at the first n bytes at `from` only, 0 <= n <= 32. It may load more, but never from another page
// than one that these bytes lie in, so that no load can fault. Those that copy store 32 bytes at `to`: the caller has
// that much room, and bytes behind the first n mean nothing.

#define SHORTTEXTS_INLINE static inline __attribute__((always_inline))

/// The lowest n bits, 0 <= n <= 32.
SHORTTEXTS_INLINE uint32_t shorttexts_lowest(size_t n) { return (uint32_t)((1ull << n) - 1); }

#if defined(__x86_64__)
#include <emmintrin.h>

typedef struct { __m128i a, b; } shorttexts_bytes;

static __attribute__((noinline, unused)) shorttexts_bytes shorttexts_load_at_page_end(const uint8_t *from, size_t n) {
    uint8_t copy[32] = {0};
    memcpy(copy, from, n);
    return (shorttexts_bytes){_mm_loadu_si128((const __m128i *)copy), _mm_loadu_si128((const __m128i *)(copy + 16))};
}

SHORTTEXTS_INLINE shorttexts_bytes shorttexts_load(const uint8_t *from, size_t n) {
    // No bytes may stand right behind the last page there is.
    if (__builtin_expect((((uintptr_t)from & 4095) > 4096 - 32) | (n == 0), 0)) {
        return shorttexts_load_at_page_end(from, n);
    }
    return (shorttexts_bytes){_mm_loadu_si128((const __m128i *)from), _mm_loadu_si128((const __m128i *)(from + 16))};
}

SHORTTEXTS_INLINE void shorttexts_store(uint8_t *to, shorttexts_bytes x) {
    _mm_storeu_si128((__m128i *)to, x.a);
    _mm_storeu_si128((__m128i *)(to + 16), x.b);
}

SHORTTEXTS_INLINE uint32_t shorttexts_mask(__m128i a, __m128i b) {
    return (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
}

SHORTTEXTS_INLINE uint32_t shorttexts_where(shorttexts_bytes x, uint8_t byte) {
    const __m128i v = _mm_set1_epi8((char)byte);
    return shorttexts_mask(_mm_cmpeq_epi8(x.a, v), _mm_cmpeq_epi8(x.b, v));
}

/// Where bytes are below 0x20.
SHORTTEXTS_INLINE uint32_t shorttexts_controls(shorttexts_bytes x) {
    const __m128i v = _mm_set1_epi8(0x1F);
    return shorttexts_mask(
        _mm_cmpeq_epi8(_mm_min_epu8(x.a, v), x.a), _mm_cmpeq_epi8(_mm_min_epu8(x.b, v), x.b));
}

SHORTTEXTS_INLINE uint32_t shorttexts_not_ascii(shorttexts_bytes x) { return shorttexts_mask(x.a, x.b); }

SHORTTEXTS_INLINE __m128i shorttexts_lower16(__m128i x) {
    // Signed: bytes above 0x7F are below 'A'.
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('A' - 1)), _mm_cmplt_epi8(x, _mm_set1_epi8('Z' + 1)));
    return _mm_or_si128(x, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
}

SHORTTEXTS_INLINE shorttexts_bytes shorttexts_lower(shorttexts_bytes x) {
    return (shorttexts_bytes){shorttexts_lower16(x.a), shorttexts_lower16(x.b)};
}

SHORTTEXTS_INLINE uint32_t shorttexts_same(shorttexts_bytes x, shorttexts_bytes y) {
    return shorttexts_mask(_mm_cmpeq_epi8(x.a, y.a), _mm_cmpeq_epi8(x.b, y.b));
}
#else
typedef struct { uint8_t bytes[32]; } shorttexts_bytes;

SHORTTEXTS_INLINE shorttexts_bytes shorttexts_load(const uint8_t *from, size_t n) {
    shorttexts_bytes x = {{0}};
    memcpy(x.bytes, from, n);
    return x;
}
SHORTTEXTS_INLINE void shorttexts_store(uint8_t *to, shorttexts_bytes x) { memcpy(to, x.bytes, 32); }
SHORTTEXTS_INLINE uint32_t shorttexts_where(shorttexts_bytes x, uint8_t byte) {
    uint32_t r = 0;
    for (int i = 0; i < 32; i++) r |= (uint32_t)(x.bytes[i] == byte) << i;
    return r;
}
SHORTTEXTS_INLINE uint32_t shorttexts_controls(shorttexts_bytes x) {
    uint32_t r = 0;
    for (int i = 0; i < 32; i++) r |= (uint32_t)(x.bytes[i] < 0x20) << i;
    return r;
}
SHORTTEXTS_INLINE uint32_t shorttexts_not_ascii(shorttexts_bytes x) {
    uint32_t r = 0;
    for (int i = 0; i < 32; i++) r |= (uint32_t)(x.bytes[i] > 0x7F) << i;
    return r;
}
SHORTTEXTS_INLINE shorttexts_bytes shorttexts_lower(shorttexts_bytes x) {
    for (int i = 0; i < 32; i++) x.bytes[i] |= (x.bytes[i] >= 'A' && x.bytes[i] <= 'Z') << 5;
    return x;
}
SHORTTEXTS_INLINE uint32_t shorttexts_same(shorttexts_bytes x, shorttexts_bytes y) {
    uint32_t r = 0;
    for (int i = 0; i < 32; i++) r |= (uint32_t)(x.bytes[i] == y.bytes[i]) << i;
    return r;
}
#endif

/// Copies n bytes.
SHORTTEXTS_INLINE void shorttexts_copy(uint8_t *to, const uint8_t *from, size_t n) {
    shorttexts_store(to, shorttexts_load(from, n));
}

/// Copies n bytes; bit i of the result is set where JSON must escape byte i.
SHORTTEXTS_INLINE uint32_t shorttexts_copy_json(uint8_t *to, const uint8_t *from, size_t n) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    shorttexts_store(to, x);
    return (shorttexts_controls(x) | shorttexts_where(x, '"') | shorttexts_where(x, '\\')) & shorttexts_lowest(n);
}

/// Copies n bytes; bit i of the result is set where byte i is a quote.
SHORTTEXTS_INLINE uint32_t shorttexts_copy_csv(uint8_t *to, const uint8_t *from, size_t n) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    shorttexts_store(to, x);
    return shorttexts_where(x, '"') & shorttexts_lowest(n);
}

/// Copies n bytes with A-Z as a-z; bit i of the result is set where byte i is not ASCII (and was copied as it is).
SHORTTEXTS_INLINE uint32_t shorttexts_copy_lower(uint8_t *to, const uint8_t *from, size_t n) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    shorttexts_store(to, shorttexts_lower(x));
    return shorttexts_not_ascii(x) & shorttexts_lowest(n);
}

/// 1 when the first n bytes at both places are the same.
SHORTTEXTS_INLINE int shorttexts_equal(const uint8_t *p, const uint8_t *q, size_t n) {
    const uint32_t all = shorttexts_lowest(n);
    return (shorttexts_same(shorttexts_load(p, n), shorttexts_load(q, n)) & all) == all;
}

/// 1 when the first n bytes are the same but for the case of ASCII letters, 0 when not, -1 when letters beyond ASCII
/// may differ in case.
SHORTTEXTS_INLINE int shorttexts_equal_lower(const uint8_t *p, const uint8_t *q, size_t n) {
    const uint32_t all = shorttexts_lowest(n);
    const shorttexts_bytes x = shorttexts_load(p, n), y = shorttexts_load(q, n);
    if ((shorttexts_same(shorttexts_lower(x), shorttexts_lower(y)) & all) == all) return 1;
    return (shorttexts_not_ascii(x) & shorttexts_not_ascii(y) & all) == 0 ? 0 : -1;
}

/// Not 0 when byte `byte` or a control character is among the first n.
SHORTTEXTS_INLINE uint32_t shorttexts_control_or(const uint8_t *from, size_t n, uint8_t byte) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    return (shorttexts_controls(x) | shorttexts_where(x, byte)) & shorttexts_lowest(n);
}

/// Not 0 when among the first n bytes is a control character, two blanks in a row, or 0xC2 (which begins a no-break
/// space, or something else).
SHORTTEXTS_INLINE uint32_t shorttexts_uneven_blanks(const uint8_t *from, size_t n) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    const uint32_t blanks = shorttexts_where(x, ' ');
    return (shorttexts_controls(x) | shorttexts_where(x, 0x7F) | shorttexts_where(x, 0xC2) | (blanks & blanks << 1))
        & shorttexts_lowest(n);
}

/// Bit i is set where byte i is `a` or `b`.
SHORTTEXTS_INLINE uint32_t shorttexts_either(const uint8_t *from, size_t n, uint8_t a, uint8_t b) {
    const shorttexts_bytes x = shorttexts_load(from, n);
    return (shorttexts_where(x, a) | shorttexts_where(x, b)) & shorttexts_lowest(n);
}

/// Not 0 when a sign that no e-mail address holds is among the first n bytes: a blank, a control character, a
/// backslash, one of < > , ; " ( ) [ ] :
SHORTTEXTS_INLINE uint32_t shorttexts_outside_email(const uint8_t *from, size_t n) {
    static const char signs[] = " \x7F<>,;\"()[]:\\";
    const shorttexts_bytes x = shorttexts_load(from, n);
    uint32_t r = shorttexts_controls(x);
    for (size_t i = 0; i < sizeof signs - 1; i++) r |= shorttexts_where(x, (uint8_t)signs[i]);
    return r & shorttexts_lowest(n);
}

/// Bit i is set where byte i is `byte`.
SHORTTEXTS_INLINE uint32_t shorttexts_places(const uint8_t *from, size_t n, uint8_t byte) {
    return shorttexts_where(shorttexts_load(from, n), byte) & shorttexts_lowest(n);
}

/// Asks for the memory at p before it is needed.
SHORTTEXTS_INLINE void shorttexts_prefetch(const void *p) { __builtin_prefetch(p); }

#endif
